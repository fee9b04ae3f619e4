"""Letters that look alike, as tables for `str.translate`: for comparing only, never to show."""

from __future__ import annotations

# Letters that look alike count as one, for comparing only; never to show or to store. Whoever
# types words with a Cyrillic *а*, small capitals or Lisu *ꓮ* shows the same words. The groups are
# those of Unicode's `confusables.txt` (UTS #39) that look like Latin letters, as far as they are
# letters of scripts that people type or that fonts on phones have; width, mathematical letters
# and accents are folded before (`blankness.fold`). Folding has lost case, so letters stand here
# that look alike in either case: Greek Ν and ν are N and v, which makes n and v one letter, and
# by Υ and υ so are y and u. Σ stands for its lunate form Ϲ, into which nobody can tell it any
# more.
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
AS_ONE_LETTER = str.maketrans(
    {
        **{letter: group[0] for group in _GROUPS for letter in group[1:]},
        **{letter: pair for pair, letters in _PAIRS.items() for letter in letters},
    }
)

# Letters in filled circles and squares, and those of flags: Unicode gives them no plain letter.
OUT_OF_CIRCLES = str.maketrans(
    {
        chr(first + number): chr(ord("a") + number)
        for first in (0x1F150, 0x1F170, 0x1F1E6)
        for number in range(26)
    }
)
