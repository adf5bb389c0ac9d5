"""The expert desk: empty, asked from a clue by one who may not let it out, and taken back."""

from tests.page.conftest import Visit

ADD = """
async () => {
  const { operations } = await (await fetch("/api/operations")).json();
  const board = await (await fetch(`/api/series?operation=${operations[0].id}&limit=50`)).json();
  const series = board.rows.find((row) => row.agencies.includes("BE")).id;
  const shown = await (await fetch(`/api/series/${series}`)).json();
  const region = { x: 0.2, y: 0.2, width: 0.4, height: 0.4 };
  const body = { series, media: String(shown.media[0].id), kind: "writing", value: "a sign", region };
  const answer = await fetch("/api/clues", {
    method: "POST", headers: { "Content-Type": "application/json", "X-Sightline": "1" }, body: JSON.stringify(body),
  });
  return [answer.status, await answer.text(), series];
}
"""


def test_an_empty_desk_says_so(visit: Visit) -> None:
    visit.open("questions")
    visit.page.get_by_text("Nothing waits for your answer.").wait_for()
    visit.page.get_by_text("Only you can see this.").wait_for()


def test_a_question_shows_its_crop_and_waits_for_a_second_officer(visit: Visit) -> None:
    visit.open("questions")
    status, said, series = visit.page.evaluate(ADD)
    assert status in {200, 201}, said
    visit.open(f"questions/ask?series={series}")
    visit.page.get_by_label("In your words").fill("Where is this sign put up?")
    visit.page.keyboard.press("Enter")
    visit.page.get_by_role("heading", name="Where is this sign put up?").wait_for(timeout=60_000)
    visit.page.get_by_text("You asked it: another officer lets it out.").wait_for()
    size = "() => document.querySelector('.question-picture img').naturalWidth"
    visit.page.locator(".question-picture img").wait_for()
    visit.page.wait_for_timeout(500)
    assert visit.page.evaluate(size) > 0
    visit.page.get_by_text("Take it back").click()
    visit.page.get_by_role("button", name="Withdraw it").click()
    visit.page.locator(".question-side").get_by_text("withdrawn").wait_for()
    assert visit.violations() == []
