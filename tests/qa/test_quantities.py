"""The sorts of quantity that questions ask for, and sentences that give them, by cases."""

import pytest

from qa.quantities import Quantity, gives, quantity_of


@pytest.mark.parametrize(
    ("question", "quantity"),
    [
        pytest.param("How much does a ticket cost?", Quantity.MONEY, id="cost"),
        pytest.param("how much is a judge paid", Quantity.MONEY, id="typed as for a search engine"),
        pytest.param("What will the new tram cost?", Quantity.MONEY, id="what it costs"),
        pytest.param("What did the tram cost Ann Poe?", None, id="her seat, her life"),
        pytest.param("How much did prices rise?", None, id="how much something changes"),
        pytest.param("How much have the costs of trams fallen?", None, id="how much costs do"),
        pytest.param("How much did Minsk raise fares?", None, id="how much somebody changes it"),
        pytest.param("How wide is the gap in pay?", None, id="a gap"),
        pytest.param("How heavy were the losses?", None, id="losses"),
        pytest.param("How fast are rents going up?", None, id="rents"),
        pytest.param("What was Example valued at in its first round?", Quantity.MONEY, id="value"),
        pytest.param("How old was Ann Poe when she left?", Quantity.AGE, id="how old"),
        pytest.param("How fast was the tram going?", Quantity.SPEED, id="speed"),
        pytest.param("How fast does it grow?", None, id="no speed"),
        pytest.param("How long did it take?", Quantity.TIME, id="how long"),
        pytest.param("How long ago did it snow?", Quantity.TIME, id="ago"),
        pytest.param("How long is the bridge?", None, id="a length or a time"),
        pytest.param("How long will the tunnel be?", None, id="a length of the future"),
        pytest.param("How tall are the masts?", Quantity.LENGTH, id="how tall"),
        pytest.param("How much does the bell weigh?", Quantity.WEIGHT, id="weight"),
        pytest.param("What percentage of voters agree?", Quantity.SHARE, id="share"),
        pytest.param("What is the price of bread?", Quantity.MONEY, id="the price"),
        pytest.param("What was the average speed?", Quantity.SPEED, id="the speed"),
        pytest.param("What is the height of the mast?", Quantity.LENGTH, id="the height"),
        pytest.param("What is the length of the sentence?", None, id="of time or space"),
        pytest.param("How cold was it in Minsk?", Quantity.TEMPERATURE, id="how cold"),
        pytest.param("How much sleep do people lose?", None, id="of what is counted otherwise"),
        pytest.param("By how much did costs rise?", None, id="by how much"),
        pytest.param("What will Poe do if costs rise?", None, id="what somebody does"),
        pytest.param("Why does it cost so much?", None, id="why"),
    ],
)
def test_the_sort_that_is_asked_for(question, quantity):
    assert quantity_of(question) is quantity


MAY_GIVE = """
money: It costs $5. | They paid 1,400 hryvnias. | It raised 3 million. | Entry is free. | R350.
money: It was PLN 400,000. | At a rate of 20 percent. | It cost 40,000 lives. | It raised 5m.
money: They earn 500 a month. | He gets 40 each day.
age: Ann Poe, 62, left. | She was born in Minsk. | He is thirty-four. | In his thirties. | Over 16s.
age: It is six weeks old. | It was built in 1932. | An octogenarian.
time: It took two and a half years. | She has waited since May. | It burned for weeks. | At 5:30.
time: It lasted a fortnight. | He will serve life. | Built in 1932. | It stretched four kilometres.
speed: It went 40 miles an hour. | 180 km per hour. | Three times the speed limit.
length: The masts are 30m high. | Thirteen metres. | A short drive away.
weight: It weighs two tonnes. | It weighs 40 kg.
share: Most voters agree. | One in eight agrees. | An eighth. | No one.
temperature: It fell to -20 C. | Below zero. | Twenty degrees.
"""
GIVE_NONE = """
money: A drone carries a kilogram for 15 minutes. | It snowed on 3 May 2024. | He paid. | U2 played.
money: A two-day fair. | It is 40 metres long. | The 2nd tram.
age: The pipe was 50 metres long. | It took 1,400 dollars. | Poe left.
time: He took the tram.
speed: The tram went by. | It took a little more than a week.
length: The masts are red. | They stood for 40 years.
weight: It weighs a lot. | It is 40 metres long.
share: Voters agree.
temperature: It was warm. | It was warm for 20 days.
"""


def cases(table: str) -> list[tuple[Quantity, str]]:
    """Read a table of sorts and sentences."""
    lines = [line.split(": ", 1) for line in table.strip().splitlines()]
    return [(Quantity(sort), said) for sort, some in lines for said in some.split(" | ")]


@pytest.mark.parametrize(("quantity", "sentence"), cases(MAY_GIVE))
def test_a_sentence_may_give_one(quantity, sentence):
    assert gives(quantity, sentence)


@pytest.mark.parametrize(("quantity", "sentence"), cases(GIVE_NONE))
def test_a_sentence_gives_none(quantity, sentence):
    assert not gives(quantity, sentence)
