"""Agencies and outlets that are known by name."""

import re

# Agencies and outlets whose bare name on a line or in a byline is an outlet, not a person.
_KNOWN_NAMES = """
Reuters, AFP, Agence France-Presse, AP, Associated Press, The Associated Press, AP News, dpa, UPI
EFE, ANSA, TASS, Interfax, Interfax-Ukraine, Ukrinform, Xinhua, Kyodo, Bloomberg, Bloomberg News
BBC, BBC News, CNN, PA Media, Press Association, RFE/RL, Radio Free Europe/Radio Liberty, BelTA
Deutsche Welle, DW, Euronews, Al Jazeera, Sky News, CBS News, NBC News, ABC News, Fox News, NPR
Politico, Axios, The Guardian, The Times, The New York Times, The Washington Post, Le Monde
The Wall Street Journal, Financial Times, The Economist, The Independent, The Telegraph
Daily Mail, Der Spiegel, Anadolu Agency
"""
_KNOWN = frozenset(filter(None, re.split(r"[,\n] ?", _KNOWN_NAMES.casefold())))


def is_known_outlet(text: str) -> bool:
    """Tell whether a text is the name of a well-known agency or outlet.

    >>> is_known_outlet("Reuters"), is_known_outlet("Ann Poe")
    (True, False)
    """
    return text.casefold() in _KNOWN
