"""English words that are names too, by how they are used when they are no name."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


# Months: no capital, no preposition and no *'s* says that a person is meant.
MONTHS = words_of("may april june august avril")

# Words for what nobody counts: they begin a sentence without an article (*Hope is not a plan*).
ABSTRACT = words_of(
    "art grace hope faith joy patience charity mercy love peace justice verity constance prudence"
    " honour honor trust harmony serenity destiny clarity felicity summer autumn dawn spring"
    " winter christian melody law power price best early young long short rich wise strong good"
    " true noble day amber ruby rosemary sage basil ginger jasmine ivy heather"
)

# Verbs and other words that begin a sentence (*Mark the form*, *Will you come*), and things.
OTHERS = words_of(
    "frost will mark rob sue bill drew art pat jack chase chance frank ernest earnest nick dean guy"
    " gene max miles chuck dale dick don duke earl glen grant hunter jay jean josh lance lee"
    " mason mike norm peg pen penny olive holly iris violet poppy jade robin victor ray reed"
    " reid rod rusty sandy scot sky skip stew ted terry tony trip tucker van viola wade walker"
    " ward warren wayne west woody fern hazel rose lily daisy pearl crystal gem gale gail eve"
    " noel carol merry star dot kit kitty bud buddy cliff clay colt cash case drake ash bob barb"
    " bea bay blue brook brooks carter angel river storm page paige story teller precious sunny"
    " happy lucky pip pippa wren birdie blossom flora piper smith baker cook cooper fisher fox"
    " green brown black white gray grey hill hills wood woods field fields ford park parks"
    " parker bush lake lane rivers stone stones bank banks bell bells bird bishop bond bridge"
    " bridges butler church cross farmer flower flowers forest gardener gold hall hand hands"
    " head heard hide hobby holiday house hunt judge key keys king kings knight little major"
    " marsh mill mills moon moore moss north south east pace pope porter potter powers prince"
    " rice rush salt savage sharp shepherd shepard silver singer small snow sparrow steel still"
    " street swan tanner taylor temple turner usher water waters wall walls weaver well wells"
    " wolf wright workman worth yates an my do le so to no he she me us we you it is in on at of"
    " or by be as am are and the but if all any can may ho ha hi see say sing sung song son sun"
    " less more day weeks care carer friend french english welsh england wales london lincoln"
    " washington chester york kent essex derby durham preston bradford burton hope stoke"
    " carpenter mann man miller mayor nurse abbott abbot archer barber barker bean berry blunt"
    " booth bowler bright broad bull burns byrd camp chambers child childs coach cole coles"
    " constant craft crane crook crow crown curry dark dear dollar downs draper driver dyer fair"
    " falls farm fast fell finch fish fit flood floyd fry fuller gates gay gibbons glass glover"
    " gore goss grave graves hammer harder hardy hare hawk hay hedges hook horn howe hood joiner"
    " joy kidd knot lamb lamp land lark lawless leach leaf light lock loft lord low marks means"
    " mellow mole money nail neighbour neat nice nun oak paine pain parish parsons pike pine"
    " pitt plain plant player plum pool poole post pound pratt priest proud pugh pye quick rain"
    " read reader ring ringer roach root rudd russ sadler sands sargent seal self sergeant"
    " service shaw shore sign skinner slater sleep slow spark speed spence spencer spicer spires"
    " stable staff stamp stand start stead stern stock stocks swift tailor tall thatcher thorn"
    " tide tiller toll tower towers town townsend trainer tree trees trout tuck vine wagner"
    " waite wait ways webb webster weir welcome wheeler whistler winch winter wild wilde winner"
    " wise witt worker yard yarn jo al ed mo di si ben"
) - {"shaw", "poole", "pugh", "pratt", "pitt", "paige", "pippa", "webb", "floyd", "gibbons", "howe"}

COMMON = MONTHS | ABSTRACT | OTHERS

# What people say and do towards each other, as it stands behind a name in any case.
SPEAKS = words_of(
    "said says told tells asked asks thinks thought felt feels rang rings phoned phones texted"
    " emailed mailed wrote writes knows knew wants wanted explained explains agreed agrees"
    " suggested suggests brought brings took takes gave gives offered offers noticed notices"
    " mentioned mentions visited visits reckons went came comes goes likes hates hated cried"
    " laughed smiled listened spoke speaks talked talks believes believed worries worried"
    " promised replied answered admitted remembered remembers forgot chaired joined joins"
)
# What else people do, behind a name that begins a sentence.
DOES = SPEAKS | words_of(
    "called calls helped helps worked works lived lives left sent met showed shows loved loves"
    " liked made makes did got gets kept keeps ran runs sat saw heard hears found finds lost"
    " started starts stopped stops tried tries needed needs looked looks opened opens led leads"
    " drove walked waited waits stayed stays moved moves read reads held holds drew spent paid"
    " lets put saved couldn't can't won't wouldn't never always already still also just"
)
IS = words_of("is was has had isn't wasn't hasn't hadn't doesn't didn't does")
SURE_TITLES = words_of(
    "mr mrs ms mx dr prof professor cllr councillor councilor revd reverend auntie aunty granny"
    " grandma grandad sgt"
)
TITLES = SURE_TITLES | words_of(
    "miss nurse sister rev sir lady dame lord uncle aunt cousin dear colleague pc captain"
)
DETERMINERS = words_of(
    "the a an this that these those my your his her its our their every each no any some"
)
# What only a person can be done to: behind these a capital is enough, even for a month.
TOWARDS = words_of(
    "ask asked asking tell told telling thank thanked thanking rang phoned phoning texted"
    " emailed meet hug dear hi hello hey"
)
# Words with a capital because a sentence begins with them.
OPENERS = words_of(
    "did does is was has can could should would when if but and so because as for to from with"
    " then yes no maybe perhaps only even like unlike before after since while where what why"
    " how who by at in on it i he she we they you there here that this also both let please"
    " thanks cheers sorry see meet saw met call ring give gave send sent get got helped help"
    " have had are were do not just well ok okay"
) - {"please"}
