"""What a page does as an answer arrives: it is in view, read out, and the next can be typed.

The scripts are of our own words alone: no text of a question or an article is part of them.
"""

from index.wording import counted
from qa import Answer
from qa.render import escape_html

# Not on a telephone, where the keyboard would cover the page; and nowhere from another field.
# Three times, as the box may come later than the script, on a busy machine much later.
_FOCUS = """
const focus = () => {
  const at = document.activeElement;
  const free = !at || at === document.body || at.closest("[class*=st-key-example-], .st-key-new");
  if (free && matchMedia("(pointer: fine)").matches)
    document.querySelector(".st-key-asking textarea")?.focus({preventScroll: true});
};
setTimeout(focus, 150);
setTimeout(focus, 800);
setTimeout(focus, 2500);
"""
# Of a long conversation that is opened again the last question comes later than the script.
_SHOW = """
const show = (name, tries) => {
  const place = document.getElementById(name);
  if (place) place.scrollIntoView({block: "start"});
  else if (tries) setTimeout(show, 100, name, tries - 1);
};
"""


def bring_into_view(turn: int) -> str:
    """Return the script that shows a question at the head of the page, and frees the box for more.

    The first, 0, stands below the masthead as it is; before it, -1, there is only the box.
    """
    scroll = f'setTimeout(show, 50, "question-{turn:d}", 50);' if turn > 0 else ""
    return f"<script>{{{_SHOW if scroll else ''}{scroll}{_FOCUS}}}</script>"


def go_to(anchor: str) -> str:
    """Return the script that leads on to what came in place of the button that was pressed."""
    return f"""<script>setTimeout(() => {{
      const at = document.activeElement;
      if (!at || at === document.body) document.getElementById("{anchor}")?.focus();
    }}, 100);</script>"""


def told(answer: Answer) -> str:
    """Return what screen readers say when an answer has come; it is not seen."""
    said = "No answer" if answer.silent else counted(len(answer.statements), "quote")
    return f'<p class="unseen" role="alert">{escape_html(said)}</p>'
