"""A real film: uploaded by an author, played and moved about in by a learner."""

import base64
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import editor
from tests.e2e.pages import COURSE
from tests.e2e.world import Shown

Show = Callable[..., Page]
TITLE = "Colours"

# Two seconds of changing colours, as WebM in base64.
FILM = """async () => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 64;
  const context = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  for (let step = 0; step < 50; step += 1) {
    context.fillStyle = `hsl(${step * 7} 80% 50%)`;
    context.fillRect(0, 0, 64, 64);
    await new Promise((resolve) => { setTimeout(resolve, 40); });
  }
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(""));
}"""
# Plays it, then goes to a place in it and plays on; the seconds at which it stood then.
PLAY = """async (address) => {
  const film = document.createElement("video");
  film.muted = true;
  film.src = address;
  document.querySelector("main").append(film);
  const next = (event) => new Promise((resolve, reject) => {
    film.addEventListener(event, resolve, { once: true });
    film.addEventListener("error", () => reject(film.error.message), { once: true });
  });
  const played = [];
  await film.play();
  await next("timeupdate");
  played.push(film.currentTime);
  film.pause();
  film.currentTime = 1;
  await next("seeked");
  played.push(film.currentTime);
  return played;
}"""


def test_a_film_that_an_author_uploads_plays_in_a_lesson(show: Show) -> None:
    author = show(Shown("author", "/admin/media/video/add/"))
    film = base64.b64decode(author.evaluate(FILM))
    editor.field(author, "Title").fill(TITLE)
    author.locator("input[name=file]").set_input_files(
        {"name": "colours.webm", "mimeType": "video/webm", "buffer": film}
    )
    author.get_by_role("main").get_by_role("button", name=re.compile("^(Save|Upload)$")).click()
    author.get_by_role("link", name=TITLE, exact=True).first.click()
    address = author.get_by_role("link", name=re.compile(r"\.webm")).first.get_attribute("href")
    learner = show(Shown("learner", COURSE + "the-market/"))
    started, moved = learner.evaluate(PLAY, address)
    assert started > 0
    assert moved == 1
    answer = learner.request.get(address, headers={"Range": "bytes=0-9"})
    assert (answer.status, answer.body()) == (206, film[:10])
    expect(learner.locator("video")).to_be_visible()
