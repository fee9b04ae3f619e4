"""Codes by which people take part in a session: three everyday words, said aloud or typed.

There are more than a hundred million of them, so that trying at random finds no session in the few
tries that a page allows (`web.guesses`).
"""

from __future__ import annotations

import re
import secrets

WORDS_IN_CODE = 3
_BETWEEN = re.compile(r"[\s\-–—_.,]+")

# Short, known to most, easy to say and to spell; no two sound alike, and none can offend.
_LIST = """
acorn adult alarm album alder alpine amber anchor angle animal ankle apple apron arch arrow
artist aspen atlas attic autumn avenue badge badger bakery balcony balloon bamboo banana banjo
barley barn basil basin basket beach beacon beaver bedroom beech beetle bench berry bicycle
birch biscuit blanket blossom boat bonfire bonnet border bottle bowl bracket bramble branch
bread breeze brick bridge brook broom bucket buckle bud bugle bundle burrow bus butter button
cabbage cabin cactus camel camera candle canoe canvas caravan cargo carpet carrot castle cedar
celery cello chalk chapter cheese cherry chess chestnut chicken chimney cinema circle citrus
clarinet clay clock cloud clover coast cobalt coffee collar comet compass copper coral cork
corner cotton cousin cradle crane crayon cricket crocus crumb crystal cup curtain cushion
daisy dance dawn decade denim desert dinner dolphin donkey door dragon drawer drum duck dune
eagle earth easel echo elbow elder elm ember engine envelope evening fabric falcon farm
feather fennel fern ferry fiddle field finch finger fire fish flag flannel flask flint
flour flute fog folder forest fork fountain fox frost fudge garden garlic gate geese giant
ginger giraffe glacier glass glove goat gold goose granite grape grass gravel guitar gull
hammer hamster harbour harp harvest hat hazel heather hedge helmet heron hill hinge holly honey
hood horizon horse hotel ice igloo indigo ink iris iron island ivory ivy jacket jam jar
jasmine jelly jersey jigsaw juice jungle juniper kettle key kitchen kite kiwi koala ladder
lagoon lake lamp lane lantern lark lavender lawn leaf lemon letter library lilac lily lime
linen lion lizard lobster locket loft lunch magnet magpie mango maple marble market marsh
meadow melon melody mint mirror mitten moon moss moth mountain muffin museum mushroom
music mustard napkin nature needle nest nettle night north notebook nutmeg oak oasis oat
ocean olive onion orange orbit orchard organ otter oven owl oyster paddle page paint
palace panda paper parcel park parrot parsley path pavement peach peacock pear pebble pelican
pencil penguin pepper petal piano picnic pillow pilot pine pirate planet plate plaza plum
pocket poem pollen pond pony poplar poppy porch postcard potato puddle pumpkin puppet puzzle
quarry quartz queen quill quilt rabbit radio radish raft rain raven ribbon rice river robin
rocket roof rope rosemary rowan rubber ruby saddle saffron sail salad salmon sand sandal
sapphire scarf school scooter seal season shadow shell shelter ship shore shovel silk silver
sketch sky sleeve slipper snow sock sofa soup spade sparrow spice spinach spiral spoon spring
square squirrel stable stamp star station stone stool storm story stream street studio
sugar summer sunset swan table tango teapot temple tennis tent theatre thimble thistle thunder
ticket tiger timber toast tomato topaz torch tower tractor train tram tree trellis trumpet
tulip tunnel turnip turtle twig umbrella valley vanilla velvet verse village vine violet
violin voyage waffle wagon walnut water wave weaver wheat wheel whistle willow window winter
wren yard yarn yellow yoghurt zebra zigzag
"""
WORDS = tuple(_LIST.split())


def new_code() -> str:
    """Return a code that nobody can foresee: *otter-lane-brick*."""
    return "-".join(secrets.choice(WORDS) for _ in range(WORDS_IN_CODE))


def read_code(given: str) -> str:
    """Return a code as it is kept, however somebody typed it."""
    return "-".join(words_in(given))[:60]


def words_in(given: str) -> tuple[str, ...]:
    """Return the words that somebody typed, whatever stands between them."""
    return tuple(part for part in _BETWEEN.split(given.strip().casefold()) if part)


def in_words(code: str) -> str:
    """Return a code as it is read aloud: *otter lane brick*."""
    return code.replace("-", " ")
