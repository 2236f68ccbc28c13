"""Cleaning: what goes, what survives, and that no word of reporting is altered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cleaning import clean, settle
from index.pull_quotes import stands_within

BEFORE = "The ferry stopped on Monday."
AFTER = "Crews went home at noon, the port said."


@pytest.mark.parametrize(
    ("raw", "settled"),
    [
        pytest.param("a\r\nb\rc\u2028d", "a\nb\nc\nd", id="newlines of every kind"),
        pytest.param("10\u00a0km\u2009north\tof it", "10 km north of it", id="odd spaces"),
        pytest.param("\ufeffRi\u00adga\u200b\x07", "Riga", id="marks that cannot be seen"),
        pytest.param("Cafe\u0301", "Café", id="letters and accents composed"),
        pytest.param("e\u200b\u0301", "é", id="composed once what parted them is dropped"),
        pytest.param("a  b \n  c", "a b\nc", id="runs of spaces and line ends"),
        pytest.param("a\n\n \n\nb\n", "a\n\nb", id="one blank line at most"),
        pytest.param("``Snow,'' he said.", "“Snow,” he said.", id="LaTeX quotation marks"),
        pytest.param("It is 6'' long.", "It is 6'' long.", id="inches without LaTeX quotes"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="a joiner that spells a Persian word"),
        pytest.param("He said “No” – don’t…", "He said “No” – don’t…", id="typography stays"),
    ],
)
def test_settle(raw, settled):
    assert settle(raw) == settled


@pytest.mark.parametrize(
    "block",
    [
        "JOIN US ON TELEGRAM",
        "Join our Telegram channel",
        "Follow us on X",
        "Follow our reporting from the region on the @Rigaweekly_news.",
        "Follow Riga Weekly on Facebook and Instagram",
        "Subscribe",
        "Subscribe to us",
        "Subscribe to our newsletter",
        "Sign up for our newsletter",
        "Sign up for our weekly newsletter. Get the best of our reporting in your inbox.",
        "You have been successfully subscribed",
        "photo: images.example.com",
        "Image: A ferry at the quay in Riga.",
        "Getty Images",
        "(Ann Poe/AFP via Getty Images)",
        "AP Photo/Ann Poe",
        "Photo by Ann Poe on Unsplash",
        "Read more",
        "READ MORE →",
        "Related Posts",
        "View all",
        "Also read: Minsk says no to a second crossing",
        "Read more: Port workers vote to strike.",
        "Share",
        "Share on Facebook",
        "Share Facebook Twitter Email",
        "5 min read",
        "Most read",
        "ADVERTISEMENT",
        "We use cookies to make this site work.",
        "By continuing to use this site you agree to our use of cookies.",
        "© 2024 Riga Weekly. All rights reserved.",
        "Copyright 2024 Riga Weekly",
        "All rights reserved",
        "Spotted a mistake? Select it and press Ctrl + Enter",
        "You may select the words and press Ctrl+Enter.",
        "Leave a comment",
        "Donate",
        "Support independent journalism",
        "Please consider supporting independent journalism.",
        "Like Riga Weekly on Facebook, Instagram and Telegram",
        "Please support Riga Weekly's crowdfunding campaign. Donate by clicking below.",
        "This article reflects the opinion of the author only.",
        "The views expressed in this article are the author's own.",
        "This project is co-funded by a grant of the Baltic Fund.",
        "EN",
        "BE/RU",
    ],
)
def test_boilerplate_block_goes(block):
    assert clean(f"{BEFORE}\n\n{block}\n\n{AFTER}") == f"{BEFORE}\n\n{AFTER}"


@pytest.mark.parametrize(
    "block",
    [
        "Subscribe to the state newspaper or lose the job, workers were told.",
        "Subscribers to the channel doubled in a month.",
        "Donate blood now, officials said.",
        "Telegram said it would hand over the data of its users.",
        "Photo agencies were barred from the hall.",
        "Cookies were sold at the gate to pay for the roof.",
        "“Join us on Telegram,” the channel urged its readers.",
        "Join us or leave, the captain told the crews.",
        "Follow the money on Telegram, the prosecutor advised.",
        "Read more slowly and you will understand the treaty.",
        "Share prices fell by a tenth on Friday.",
        "The museum holds the copyright, and all rights reserved to it have lapsed.",
        "Advertisement spending fell for the third year.",
        "Support us with ships, the minister asked the alliance.",
        "Nord Rail is a project co-financed by the European Union.",
        "The views from the tower are the best in the city.",
        "Comments by the mayor angered the crews.",
        "Sign up for the ferry card with the same email as for the bus.",
        "Supporting independent media in Belarus has cost the union 30 million euros since 2020.",
        "Like other stations in Riga, RT is on Telegram.",
        "The text reflects what the author of the amendment wanted.",
        "Images by Baltic Space show 40 boats in the harbour.",
        "Photos by the harbour police were sent to the court.",
        "Reporting by Russian media suggests the ferry sank.",
        "It was sunk, according to the Associated Press (AP).",
        "He worked for Agence France-Presse (AFP).",
        "The ferry sank on Monday. Images by Baltic Space show its hull.",
        "The ferry sank on Monday. The message was sent via TASS.",
    ],
)
def test_reporting_survives(block):
    text = f"{BEFORE}\n\n{block}\n\n{AFTER}"
    assert clean(text) == text
    assert clean(block) == block
    assert clean(f"{BEFORE}\n{block}") == f"{BEFORE}\n{block}"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        pytest.param(
            "Roads closed, officials said. Read more: Port to shut for the winter",
            "Roads closed, officials said.",
            id="pointer to another story",
        ),
        pytest.param(
            "Roads closed. Read more: that was the order.",
            "Roads closed. Read more: that was the order.",
            id="a sentence that begins alike",
        ),
        pytest.param(
            "Snow in Riga on Monday. Photo: Ann Poe/AFP",
            "Snow in Riga on Monday.",
            id="credit behind a caption",
        ),
        pytest.param(
            "Snow in Riga on Monday [Ann Poe/Reuters]",
            "Snow in Riga on Monday",
            id="credit in brackets",
        ),
        pytest.param(
            "Snow in Riga on Monday. Photo by Ann Poe",
            "Snow in Riga on Monday.",
            id="photographer",
        ),
        pytest.param(
            "Snow in Riga on Monday. Press service of Riga via AP",
            "Snow in Riga on Monday.",
            id="handed out by an agency",
        ),
        pytest.param(
            "Snow in Riga on Monday. (AP).", "Snow in Riga on Monday.", id="agency in brackets"
        ),
        pytest.param(
            "It was first reported by TASS (and Reuters).",
            "It was first reported by TASS (and Reuters).",
            id="agencies in a sentence",
        ),
    ],
)
def test_end_of_a_line(line, kept):
    assert clean(f"{line}\n{AFTER}") == f"{kept}\n{AFTER}"


def test_one_line_article_is_left_alone():
    line = f"{BEFORE} Subscribe to our newsletter. {AFTER} Share. Read more. {AFTER}"
    assert clean(line) == line


def test_repeated_title_goes_wherever_it_stands():
    text = f"Ferry stops\n{BEFORE}\nFERRY STOPS\n{AFTER}"
    assert clean(text, title="Ferry Stops!") == f"{BEFORE}\n{AFTER}"


def test_sentence_that_the_title_quotes_stays():
    text = f"Nobody knew\n{BEFORE}\n“Nobody knew.”\n{AFTER}"
    assert clean(text, title="‘Nobody knew’") == f"{BEFORE}\n“Nobody knew.”\n{AFTER}"


def test_article_that_is_only_its_title_stays():
    assert clean(BEFORE, title=BEFORE) == BEFORE


LONG = (
    "“We waited for the boats all night, and after the storm and the flood, the long dark, nobody "
    "came to take us home. But in the morning we could sail,” said Ann Poe of the crew."
)


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param("nobody came to take us home", id="word for word, no full stop"),
        pytest.param("“In the morning we could sail.”", id="quotation marks of its own"),
        pytest.param(
            "After the storm nobody came to take us home. But in the morning we could sail.",
            id="a few words left out",
        ),
    ],
)
def test_pull_quote_goes_and_full_quote_stays(quote):
    assert clean(f"{BEFORE}\n{quote}\n{LONG}\n{AFTER}") == f"{BEFORE}\n{LONG}\n{AFTER}"
    assert clean(f"{BEFORE}\n{LONG}\n{quote}\n{AFTER}") == f"{BEFORE}\n{LONG}\n{AFTER}"


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        pytest.param(
            "the town will send all its boats to the islands on friday",
            "the town will not send all its boats to the islands on friday",
            id="a word left out turns the sense",
        ),
        pytest.param(
            "the town will send its boats to the far islands on friday",
            "the town will send its 12 boats to the far islands on friday",
            id="a figure left out",
        ),
        pytest.param(
            "the crews left the port",
            "the crews had already left the port",
            id="short, and not word for word",
        ),
        pytest.param(
            "the crews left the port and the captain went home to his family",
            "the crews left the port and after a long and bitter night of talks in the hall of "
            "the union the captain went home to his family",
            id="stretch too long",
        ),
        pytest.param("port the left crews the", "the crews left the port", id="another order"),
    ],
)
def test_not_a_pull_quote(quote, passage):
    assert not stands_within(quote.split(), passage.split())


def test_newsletter_blurb_between_subscription_lines():
    blurb = "Once a week we sum up what matters in the region."
    page = f"{BEFORE}\nSubscribe to our newsletter\n{{}}\nEN\nSubscribe\n{AFTER}"
    assert clean(page.format(blurb)) == f"{BEFORE}\n{AFTER}"
    report = "The weekly market moved to the quay."
    assert clean(page.format(report)) == f"{BEFORE}\n{report}\n{AFTER}"


@pytest.mark.parametrize(
    "wrapped",
    [
        pytest.param(
            "Divers have been sent down to try to rescue passengers\nbelieved trapped in the "
            "ferry, which had capsized just off\nthe pier, he added",
            id="the last paragraph lacks its full stop",
        ),
        pytest.param(
            "The port expects to earn 7.50 crowns a share this year\nand 10 crowns next year. Last "
            "year it earned 5.28 crowns a\nshare.",
            id="a last word that is a label elsewhere",
        ),
        pytest.param(
            "The ferry sank, according to Agence France-Presse (AFP)\nand other agencies in Riga.",
            id="what is a credit elsewhere at the end of a line",
        ),
        pytest.param(
            "The crews said that they will stay if the new boats\nare not ready by noon.\n"
            "The mayor said that they are not ready by noon, and will not be.",
            id="words that stand in a longer line too",
        ),
        pytest.param(
            "The owners are the Bank of Riga, the Baltic Fund and\nPort & Sons <PORT.RI>",
            id="a last name without a full stop",
        ),
    ],
)
def test_sentence_on_several_lines_stays_whole(wrapped):
    assert clean(f"{BEFORE}\n{wrapped}") == f"{BEFORE}\n{wrapped}"


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("Ice broke. ", id="sentences"),
        pytest.param("Photo by Ann has. ", id="what begins like credits"),
        pytest.param("1,1a", id="what begins like results"),
    ],
)
def test_a_long_line_takes_no_longer_for_each_of_its_sentences(part):
    # 100,000 of them: by the square of their number it would take hours.
    line = (part * 100_000).strip()
    assert clean(line) == line


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param(" (AP)", id="in brackets"),
        pytest.param(" Photo: Ann Poe/AFP.", id="sentences"),
        pytest.param(" Read more: The Ice on the Lake?", id="pointers"),
    ],
)
def test_what_hangs_at_the_end_of_a_line_is_cut_off_in_one_go(tail):
    # One in each pass over the text would take hours.
    assert clean(f"{BEFORE}{tail * 50_000}") == BEFORE


def test_platform_names_go_in_rows_only():
    assert clean(f"{BEFORE}\nShare\nTelegram\nViber\n{AFTER}") == f"{BEFORE}\n{AFTER}"
    assert clean(f"{BEFORE}\nTelegram\n{AFTER}") == f"{BEFORE}\nTelegram\n{AFTER}"


PIECES = st.sampled_from(
    ["Subscribe", "Read more", "Share", "EN", "Snow fell on Riga.", "``No,'' he said.", "Who?", "a"]
)
MESSY = st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=8).map("\n".join)


@given(st.text())
def test_settle_is_idempotent(text):
    assert settle(settle(text)) == settle(text)


@given(MESSY)
@settings(max_examples=200, deadline=None)
def test_clean_is_idempotent_and_only_takes_away(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    rest = iter(settle(text).split("\n"))
    # Each kept line begins a settled line, and the lines keep their order.
    assert all(any(line.startswith(kept) for line in rest) for kept in cleaned.split("\n") if kept)


@given(
    st.permutations(["ferry", "port", "crew", "storm", "mayor", "bridge"]), st.sampled_from("\n ")
)
def test_plain_sentences_lose_nothing(subjects, between):
    text = between.join(
        f"The {noun} of Riga waited {at} hours." for at, noun in enumerate(subjects)
    )
    assert clean(text) == text
