"""Letters that look alike count as one, for comparing texts only; never to show or to store.

Whoever types words with a Cyrillic *а*, small capitals or Lisu *ꓮ* shows the same words. The groups
are those of Unicode's `confusables.txt` (UTS #39) that look like Latin letters, as far as they are
letters of scripts that people type or that fonts on phones have; width, mathematical letters and
accents are folded before (`text_search.fold`). Folding has lost case, so letters stand here that
look alike in either case: Greek Ν and ν are N and v, which makes n and v one letter, and by
Υ and υ so are y and u. Σ stands for its lunate form Ϲ, into which nobody can tell it any more.
"""

from __future__ import annotations

# Each group begins with the letter that stands for it.
_GROUPS = (
    "aαаɑᴀᎪꓮⲁ",
    "bβвьƅʙᏴᏏꓐⲃ",
    "cсσᴄᏟꓚⲥ",
    "dԁᴅᎠᏧꓓ",
    "eеεɛҽᴇᎬꓰⲉ",
    "fքꜰꓝ",
    "gɡցɢᏀꓖ",
    "hһнηհʜᎻᏂꓧⲏ",
    "jјյϳᴊᎫꓙ",
    "kκкᴋᏦꓗⲕ",
    "li1ιіӏıɩɪǀᎥᏆꓲⲓʟᏞꓡ",
    "nνпոռɴꓠⲛvѵᴠᏙꓦ",
    "o0οоօᴏꓳⲟ",
    "pρрᴘᏢꓑⲣ",
    "qԛգզ",
    "rгᴦʀᎡᏒꓣ",
    "sѕտꜱᏚꓢ",
    "tτтᴛᎢꓔⲧ",
    "uυսᴜꓴʋyуүγɣყʏᎩꓬⲩ",
    "xхχꓫⲭ",
    "zζᴢᏃꓜⲍ",
)
# `confusables.txt` reads m as rn; vv for w is as old, and v is n above.
_PAIRS = {"rn": "mμмᴍᎷꓟⲙ", "nn": "wԝѡաɯᴡᎳꓪ"}
_FOLDED = str.maketrans(
    {
        **{letter: group[0] for group in _GROUPS for letter in group[1:]},
        **{letter: pair for pair, letters in _PAIRS.items() for letter in letters},
    }
)


def as_they_look(folded: str) -> str:
    """Return a folded text with one letter for all that look alike; it can be longer."""
    return folded.translate(_FOLDED)
