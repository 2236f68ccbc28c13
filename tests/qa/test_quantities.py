"""The sorts of quantity that questions ask for, and sentences that give them, by cases."""

import pytest

from qa.quantities import Quantity, gives, quantity_of


@pytest.mark.parametrize(
    ("question", "quantity"),
    [
        pytest.param("How much does a ticket cost?", Quantity.MONEY, id="cost"),
        pytest.param("how much is a judge paid", Quantity.MONEY, id="typed as for a search engine"),
        pytest.param("What will the new tram cost?", Quantity.MONEY, id="what it costs"),
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


@pytest.mark.parametrize(
    ("quantity", "sentence", "given"),
    [
        pytest.param(Quantity.MONEY, "It costs $5.", True, id="a sign"),
        pytest.param(Quantity.MONEY, "They paid 1,400 hryvnias.", True, id="a currency"),
        pytest.param(Quantity.MONEY, "It raised 3 million.", True, id="millions"),
        pytest.param(Quantity.MONEY, "Entry is free.", True, id="free"),
        pytest.param(
            Quantity.MONEY, "A drone carries a kilogram for 15 minutes.", False, id="else"
        ),
        pytest.param(Quantity.AGE, "Ann Poe, 62, left.", True, id="an apposition"),
        pytest.param(Quantity.AGE, "She was born in Minsk.", True, id="born"),
        pytest.param(Quantity.AGE, "The pipe was 50 metres long.", False, id="metres"),
        pytest.param(Quantity.AGE, "It took 1,400 dollars.", False, id="dollars"),
        pytest.param(Quantity.TIME, "It took two and a half years.", True, id="years and a half"),
        pytest.param(Quantity.TIME, "She has waited since May.", True, id="since"),
        pytest.param(Quantity.TIME, "He took the tram.", False, id="no time"),
        pytest.param(Quantity.SPEED, "The tram went 40 miles an hour.", True, id="miles an hour"),
        pytest.param(Quantity.SPEED, "The tram went 40 miles.", False, id="miles"),
        pytest.param(Quantity.LENGTH, "The masts are 30m high.", True, id="metres in short"),
        pytest.param(Quantity.LENGTH, "The masts are red.", False, id="no length"),
        pytest.param(Quantity.WEIGHT, "It weighs two tonnes.", True, id="tonnes"),
        pytest.param(Quantity.WEIGHT, "It weighs a lot.", False, id="no weight"),
        pytest.param(Quantity.TEMPERATURE, "It fell to -20 C.", True, id="Celsius in short"),
        pytest.param(Quantity.TEMPERATURE, "It fell to 20.", False, id="no degrees"),
        pytest.param(Quantity.SHARE, "Most voters agree.", True, id="most"),
        pytest.param(Quantity.SHARE, "Voters agree.", False, id="no share"),
    ],
)
def test_a_sentence_gives_one(quantity, sentence, given):
    assert gives(quantity, sentence) is given
