// GraphiQL's page, as the scripts in this folder use it.

const shown = () => document.querySelector(".result-window .CodeMirror")?.CodeMirror.getValue() ?? "";

/** What stands in the result's window. */
export const answer = (page) => page.evaluate(shown);

/** The result, once it holds `wanted`. */
export async function answerOf(page, wanted) {
  for (const start = Date.now(); Date.now() - start < 15_000; await page.waitForTimeout(50)) {
    const found = await answer(page);
    if (found.includes(wanted)) return found;
  }
  throw new Error(`no ${wanted} in ${await answer(page)}`);
}

/** Presses the button that runs, and stops, the operation. */
export const execute = (page) => page.click("button.graphiql-execute-button");

/** Goes to a tab, counted from 1. */
export const openTab = (page, number) => page.click(`.graphiql-tab >> nth=${number - 1}`);

/** Waits until the schema is there, or was refused. */
export async function settled(page) {
  await page.waitForSelector("button.graphiql-execute-button");
  await page.waitForFunction(() => document.querySelector(".graphiql-spinner") === null);
}

const HEADERS = 'section[aria-label="Headers"] .graphiql-editor:not(.hidden) .CodeMirror';

/** What stands in the Headers editor, as an object. */
export const headers = async (page) =>
  JSON.parse(await page.evaluate((editor) => document.querySelector(editor).CodeMirror.getValue(), HEADERS));

/** Opens one more tab, and goes to it. */
export async function newTab(page) {
  await page.click('button[aria-label="Add tab"]');
  await page.waitForTimeout(300); // GraphiQL fills the editors in after it has drawn the tab
}
