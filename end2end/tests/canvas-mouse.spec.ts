// The mouse alone on the canvas: it draws frames, selects by a rectangle, joins by arrows, pushes
// the sheet, and goes elsewhere by the map. Words alone are typed.
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { canvasOf, exported, type Exported, fillIn, inStep, leadOnBoard, said, textField } from "./room";

interface Place {
  x: number;
  y: number;
}

/** An arrow, as it is exported: the places of its ends in the same list. */
interface Arrow extends Exported {
  from: number;
  to: number;
}

/** So many board units lie around all on the map. */
const AROUND = 40;

const middle = ({ x, y, width, height }: Exported): Place => ({ x: x + width / 2, y: y + height / 2 });
const moved = ({ x, y }: Place, dx: number, dy: number): Place => ({ x: x + dx, y: y + dy });

/** A tool beside the canvas. */
const tool = (page: Page, name: string) => page.getByRole("toolbar", { name: "Outils" }).getByRole("button", { name, exact: true });

async function drag({ mouse }: Page, from: Place, to: Place) {
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(to.x, to.y, { steps: 8 });
  await mouse.up();
}

/** What is on the board, once the server has it. */
async function recordsOf(page: Page, session: string): Promise<Exported[]> {
  await inStep(page);
  return exported(page, session);
}

/** What is on the board without the arrows: kind and text, and the text of what it lies in. */
async function things(page: Page, session: string): Promise<string[][]> {
  const records = await recordsOf(page, session);
  const within = ({ parent }: Exported) => (parent === undefined ? "" : records[parent]!.text);
  return records.filter(({ kind }) => kind !== "connector").map((record) => [record.kind, record.text, within(record)]);
}

/** The arrows on the board: their words, and the texts of both ends. */
async function arrows(page: Page, session: string): Promise<string[][]> {
  const records = await recordsOf(page, session);
  const found = records.filter((record): record is Arrow => record.kind === "connector");
  return found.map(({ text, from, to }) => [text, records[from]!.text, records[to]!.text]);
}

test("on a tablet the map stands beside the papers and above the zoom", async ({ page, isMobile }) => {
  test.skip(isMobile, "the window is made as wide as a tablet");
  await page.setViewportSize({ width: 768, height: 1024 });
  await leadOnBoard(page);
  await canvasOf(page).focus();
  await page.keyboard.press("n");
  await fillIn(page, "Un minuteur");
  const map = page.locator(".board-map");
  await expect(map).toBeVisible();
  const here = (await map.boundingBox())!;
  for (const bar of [".board-papers", ".board-zoom", ".board-tools"]) {
    const there = (await page.locator(bar).boundingBox())!;
    const apart =
      there.x >= here.x + here.width || there.x + there.width <= here.x || there.y >= here.y + here.height || there.y + there.height <= here.y;
    expect(apart, bar).toBe(true);
  }
});

test("the canvas is used by the mouse alone", async ({ page, isMobile }) => {
  test.skip(isMobile, "a mouse");
  const { session } = await leadOnBoard(page);
  const canvas = canvasOf(page);
  const { mouse } = page;
  const [frame, first, second] = ["Idées", "Un minuteur", "Un sablier"];
  const box = (await canvas.boundingBox())!;
  const centre: Place = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };

  // A frame is as large as it is drawn. A slip draws none, and the tool is kept.
  await tool(page, "Cadre").click();
  await drag(page, centre, moved(centre, 20, 20));
  await expect(tool(page, "Cadre")).toHaveAttribute("aria-pressed", "true");
  await drag(page, moved(centre, 260, 150), moved(centre, -260, -150));
  await fillIn(page, frame);
  await expect(tool(page, "Sélectionner")).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => recordsOf(page, session)).toMatchObject([{ kind: "frame", text: frame, width: 520, height: 300 }]);
  await page.getByRole("button", { name: "Tout voir" }).click();
  const scale = page.locator(".board-zoom output");
  await expect(scale).toHaveText("100 %");

  // Notes are put down around the pointer, in the frame that lies there.
  const put = moved(centre, -100, 0);
  for (const [text, place] of [[first, put], [second, moved(put, 240, 0)]] as const) {
    await tool(page, "Note").click();
    await mouse.click(place.x, place.y);
    await fillIn(page, text);
  }
  const inFrame = [["frame", frame, ""], ["note", first, frame], ["note", second, frame]];
  await expect.poll(() => things(page, session)).toEqual(inFrame);
  const [drawn, one, other] = (await exported(page, session)) as [Exported, Exported, Exported];
  expect([other.x - one.x, other.y - one.y]).toEqual([240, 0]);
  // The first tells where everything shows: one pixel is one board unit.
  const known = middle(one);
  const at = ({ x, y }: Place): Place => moved(put, x - known.x, y - known.y);

  // A rectangle takes what it touches, a frame only where it goes around all of it.
  const outside = at(moved(drawn, -15, -15));
  await drag(page, outside, moved(outside, drawn.width + 30, drawn.height + 30));
  await expect(said(page)).toHaveText("3 éléments choisis");
  await drag(page, at({ x: drawn.x - 15, y: one.y - 20 }), at(moved(other, other.width + 20, other.height + 20)));
  await expect(said(page)).toHaveText("2 éléments choisis");
  // Also one that begins in the frame.
  await drag(page, at(moved(drawn, 15, 15)), at(moved(other, other.width + 20, other.height + 20)));
  await expect(said(page)).toHaveText("2 éléments choisis");

  // What is selected moves together, the frame stays. Where it lands nothing is near to snap to.
  const landed = moved(drawn, 80, 10);
  const by: Place = { x: landed.x - one.x, y: landed.y - one.y };
  await drag(page, at(middle(one)), at(moved(middle(one), by.x, by.y)));
  const places = async () => (await recordsOf(page, session)).map(({ text, x, y }) => [text, x, y]);
  await expect.poll(places).toEqual([
    [frame, drawn.x, drawn.y],
    [first, landed.x, landed.y],
    [second, landed.x + 240, landed.y],
  ]);
  expect(await things(page, session)).toEqual(inFrame);
  await expect(said(page)).toContainText("2 éléments choisis");

  // An arrow goes from one to the other. One that leads nowhere is none, and the tool is kept.
  const [from, to] = [one, other].map((note) => at(moved(middle(note), by.x, by.y))) as [Place, Place];
  await tool(page, "Flèche").click();
  await drag(page, from, at(moved(drawn, -60, drawn.height / 2)));
  await expect(tool(page, "Flèche")).toHaveAttribute("aria-pressed", "true");
  await drag(page, from, to);
  await fillIn(page, "puis");
  await expect(tool(page, "Sélectionner")).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => arrows(page, session)).toEqual([["puis", first, second]]);
  const records = await exported(page, session);
  // It is met on its line, and opened to be written in.
  const halfway: Place = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  await page.keyboard.press("Escape");
  await mouse.click(halfway.x, halfway.y);
  await expect(said(page)).toHaveText(`1 élément choisi : puis, de « ${first} » à « ${second} »`);
  await mouse.dblclick(halfway.x, halfway.y);
  await expect(textField(page)).toHaveValue("puis");
  await page.keyboard.press("Escape");

  // The hand pushes the sheet, also where it seizes a note: that is where the hand took it.
  const push: Place = { x: 90, y: 160 };
  await tool(page, "Déplacer la vue").click();
  await drag(page, from, moved(from, push.x, push.y));
  await tool(page, "Sélectionner").click();
  const pushed = moved(from, push.x, push.y);
  await mouse.click(pushed.x, pushed.y);
  await expect(said(page)).toHaveText(`1 élément choisi : ${first}`);

  // The map shows all that lies on the board and all that is seen. Where it is pressed is then in
  // the middle of the canvas.
  const map = page.getByRole("application", { name: "Mini-carte" });
  const size = (await map.boundingBox())!;
  const corner = moved(known, box.x - put.x - push.x, box.y - put.y - push.y);
  const areas = [...records, { ...corner, width: box.width, height: box.height }];
  const [left, top] = [Math.min(...areas.map(({ x }) => x)) - AROUND, Math.min(...areas.map(({ y }) => y)) - AROUND];
  const wide = Math.max(...areas.map(({ x, width }) => x + width)) + AROUND - left;
  const high = Math.max(...areas.map(({ y, height }) => y + height)) + AROUND - top;
  const pixels = Math.min(size.width / wide, size.height / high);
  const wanted = moved(middle(other), by.x, by.y);
  const position: Place = {
    x: (wanted.x - left - wide / 2) * pixels + size.width / 2,
    y: (wanted.y - top - high / 2) * pixels + size.height / 2,
  };
  await map.click({ position });
  await mouse.click(centre.x, centre.y);
  await expect(said(page)).toHaveText(`1 élément choisi : ${second}`);
  await expect(scale).toHaveText("100 %");

  // Whoever looks elsewhere has changed nothing.
  await inStep(page);
  expect(await exported(page, session)).toEqual(records);
});
