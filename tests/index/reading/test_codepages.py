"""The encoding of text that states none, by sentences in many languages."""

import pytest

from index.reading.codepages import guess_encoding
from index.reading.decoding import decode

SENTENCES = [
    ("cp1252", "French", "« C’est une soirée à fêter », a déclaré le maire. Coût : 5 €."),
    ("cp1252", "English", "Café owners protest. The café’s owner said it costs €5."),
    ("cp1252", "English, sums", "It costs £5 and €6 – “too much”, she said."),
    ("cp1252", "English, a sign", "At 30°C in Zürich, said André Müller, nobody works."),
    ("cp1252", "English, a word", "The fiancé of the mayor spoke."),
    ("cp1252", "German", "Der Bürgermeister sagte: „Die Straße wird geöffnet.“"),
    ("cp1252", "German, capitals", "MÜNCHEN: BÜRGERMEISTER KÜNDIGT GROßE MAßNAHMEN AN."),
    ("cp1252", "Spanish", "El año próximo habrá más niños en la ciudad. ¿Qué pasó?"),
    ("cp1252", "Portuguese", "A reunião começou às dez. Não há informações, disse João."),
    ("cp1252", "Italian", "Il sindaco ha detto che la città aspetterà: perché, non si sa."),
    ("cp1252", "Finnish", "Pormestari kertoi, että silta suljetaan yöllä tänään."),
    ("cp1252", "Danish", "Borgmesteren sagde, at broen skal lukkes i København før året er omme."),
    ("cp1252", "Icelandic", "Bæjarstjórinn sagði að brúnni yrði lokað, sagði Þórður."),
    ("cp1250", "Polish", "Prezydent Łodzi zapowiedział zmiany, mieszkańcy są źli."),
    ("iso8859-2", "Polish", "Prezydent Łodzi zapowiedział zmiany, mieszkańcy są źli."),
    ("cp1250", "Czech", "Město Plzeň opraví most příští rok."),
    ("cp1250", "Slovak", "Primátor povedal, že most zatvoria už budúci týždeň, ľudia čakajú."),
    ("cp1250", "Hungarian", "A polgármester azt mondta, hogy a hidat jövő héten lezárják."),
    ("cp1250", "Croatian", "Gradonačelnik je rekao da će most biti zatvoren sljedeće godine."),
    ("cp1254", "Turkish", "Belediye başkanı köprünün kapatılacağını söyledi."),
    ("cp1257", "Lithuanian", "Meras sakė, kad tiltas bus uždarytas, žadėjo jis."),
    ("cp1257", "English, Latvian names", "Ilze Bērziņa said “no”. So did the mayor of Rūjiena."),
    ("cp1252", "English, Turkish names", "Gençler won, said Seçkin, who trains them."),
    ("cp1251", "Russian", "Мэр сказал, что мост будет закрыт."),
    ("koi8-u", "Russian in KOI8", "Мэр сказал, что мост будет закрыт."),
    ("cp1251", "Bulgarian", "Кметът каза, че мостът ще бъде затворен."),
    ("cp1251", "Ukrainian", "Міський голова сказав, що міст буде закрито."),
    ("cp1251", "English, a Russian name", "His name is Пётр Иванов, he said in Minsk on Tuesday."),
    ("cp1253", "Greek", "Ο δήμαρχος είπε ότι η γέφυρα θα κλείσει."),
    ("mac_roman", "English of an old Mac", "The café’s owner said “no” to Zoë and André."),
    ("cp850", "German of DOS", "Der Bürgermeister erklärte, die Straße bleibe gesperrt."),
    ("mac_cyrillic", "Russian of an old Mac", "Мэр Яков Попов сказал: «Мост будет закрыт»."),
    ("cp866", "Russian of DOS", "Мэр сказал, что мост будет закрыт."),
    ("iso2022_jp", "Japanese, as in e-mails", "市長は橋を閉鎖すると述べた。"),
    ("cp932", "Japanese", "市長は橋を閉鎖すると述べた。住民は怒っている。"),
]


@pytest.mark.parametrize("times", [1, 40])
@pytest.mark.parametrize(
    ("encoding", "text"),
    [pytest.param(encoding, text, id=label) for encoding, label, text in SENTENCES],
)
def test_text_is_read_that_states_no_encoding(encoding, text, times):
    whole = "\n".join([text] * times)
    assert decode(whole.encode(encoding)) == whole


def test_a_table_as_spreadsheets_save_it_is_read():
    rows = "\r\n".join(f"Story {n};“Quoted” by José – it’s €7." for n in range(50))
    assert decode(f"title;text\r\n{rows}".encode("cp1252")) == f"title;text\r\n{rows}"


def test_bytes_that_are_no_text_have_no_encoding():
    assert guess_encoding(bytes(range(1, 256)) * 9) is None
