"""Files added in a real browser, and what is done meanwhile."""

import shutil

from asking import ANSWERED, PATIENCE, answered, ask, free_port
from playwright.sync_api import expect

FILES = 40


def test_files_are_added_to_the_end_whatever_is_asked_meanwhile(
    chromium, shipped_archive, serve, tmp_path
):
    archive = shutil.copytree(shipped_archive, tmp_path / "archive")
    files = [
        {
            "name": f"ice-{n}.txt",
            "mimeType": "text/plain",
            "buffer": f"Ice {n}\n\nThe ice of lake {n} was {n} centimetres thick.".encode(),
        }
        for n in range(FILES)
    ]
    window, port = chromium.new_page(), free_port()
    with serve(port, archive=archive):
        window.goto(f"http://127.0.0.1:{port}/")
        expect(window.get_by_role("button", name=ANSWERED)).to_be_visible(timeout=PATIENCE)
        window.get_by_text("Add files").click()
        window.locator(".stSidebar input[type=file]").set_input_files(files)
        window.get_by_role("button", name="Add", exact=True).click()
        expect(window.locator(".stSidebar [role=progressbar]")).to_be_visible()
        ask(window, ANSWERED)
        answered(window)
        expect(window.get_by_role("row", name=f"added {FILES}")).to_be_visible(timeout=PATIENCE)
        told = window.get_by_test_id("stSidebar").get_by_role("alert")
        expect(told.filter(has_text=f"added {FILES}")).to_have_count(1)
        assert window.get_by_text(f"{11 + FILES} articles").first.is_visible()
        window.close()
