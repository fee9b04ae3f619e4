// Drives a sandbox's Notion with Notion's own client: database, rows, query, blocks, trash.
// Usage: node notion.mjs <address of the sandbox's Notion> <id of the shared page>. Prints JSON.

import { APIErrorCode, Client, collectPaginatedAPI, isFullPage } from "@notionhq/client";

const [address, sharedPage] = process.argv.slice(2);
const notion = new Client({
  auth: "sandbox-official",
  baseUrl: address,
  notionVersion: "2026-03-11",
});
const rich = (content) => [{ type: "text", text: { content } }];
const paragraph = (content) => ({ type: "paragraph", paragraph: { rich_text: rich(content) } });
const words = (block) => block.paragraph.rich_text.map((run) => run.plain_text).join("");

const me = await notion.users.me({});
const database = await notion.databases.create({
  parent: { type: "page_id", page_id: sharedPage },
  title: rich("Memory"),
  is_inline: true,
  initial_data_source: {
    properties: {
      Title: { title: {} },
      Line: { rich_text: {} },
      Kind: { select: { options: [{ name: "story", color: "blue" }, { name: "wish" }] } },
      Words: { multi_select: { options: [{ name: "home" }] } },
      Voices: { number: { format: "number" } },
      Checked: { checkbox: {} },
      Day: { date: {} },
      Here: { url: {} },
      State: { status: {} },
    },
  },
});
const sourceId = database.data_sources[0].id;
const source = await notion.dataSources.retrieve({ data_source_id: sourceId });

const rows = [];
for (let n = 0; n < 5; n += 1) {
  rows.push(
    await notion.pages.create({
      parent: { type: "data_source_id", data_source_id: sourceId },
      properties: {
        Title: { title: rich(`Row ${n}`) },
        Line: { rich_text: rich("lantern") },
        Kind: { select: { name: n % 2 ? "story" : "wish" } },
        Words: { multi_select: [{ name: "home" }, { name: "ward" }] },
        Voices: { number: n },
        Checked: { checkbox: n > 2 },
        Day: { date: { start: "2026-11-18" } },
        Here: { url: "https://example.org/" },
      },
    }),
  );
}
const query = { data_source_id: sourceId };
const found = await notion.dataSources.query({
  ...query,
  filter: {
    and: [
      { property: "Kind", select: { equals: "story" } },
      { property: "Voices", number: { greater_than: 0 } },
    ],
  },
  sorts: [{ property: "Voices", direction: "descending" }],
});
const walked = await collectPaginatedAPI(notion.dataSources.query, { ...query, page_size: 2 });

const [first] = rows;
await notion.blocks.children.append({
  block_id: first.id,
  children: [paragraph("one"), paragraph("three")],
});
const { results: early } = await notion.blocks.children.list({ block_id: first.id });
await notion.blocks.children.append({
  block_id: first.id,
  children: [paragraph("two")],
  position: { type: "after_block", after_block: { id: early[0].id } },
});
await notion.blocks.update({ block_id: early[1].id, paragraph: { rich_text: rich("3") } });
const blocks = await collectPaginatedAPI(notion.blocks.children.list, { block_id: first.id });

await notion.pages.update({ page_id: first.id, in_trash: true });
const without = await notion.dataSources.query(query);
await notion.pages.update({ page_id: first.id, in_trash: false });
const restored = await notion.dataSources.query(query);

await notion.comments.create({ parent: { page_id: first.id }, rich_text: rich("Is it so?") });
const comments = await notion.comments.list({ block_id: first.id });
let refusal = null;
try {
  await notion.pages.retrieve({ page_id: "11111111-1111-4111-8111-111111111111" });
} catch (error) {
  refusal = { status: error.status, known: error.code === APIErrorCode.ObjectNotFound };
}

const seen = { database_id: database.id };
const [own] = (await notion.views.list(seen)).results;
const board = await notion.views.create({
  ...seen,
  data_source_id: sourceId,
  name: "By kind",
  type: "board",
  filter: { property: "Kind", select: { equals: "story" } },
  configuration: {
    type: "board",
    group_by: {
      type: "select",
      property_id: source.properties.Kind.id,
      sort: { type: "manual" },
      hide_empty_groups: true,
    },
    properties: [{ property_id: source.properties.Line.id, visible: false }],
  },
  position: { type: "start" },
});
await notion.views.update({ view_id: own.id, name: "For study" });
const views = [];
for (const { id } of (await notion.views.list(seen)).results) {
  views.push((await notion.views.retrieve({ view_id: id })).name);
}
await notion.views.delete({ view_id: board.id });
const left = (await notion.views.list(seen)).results.length;

console.log(
  JSON.stringify({
    bot: me.type,
    columns: Object.values(source.properties).map((one) => one.type).sort(),
    full: rows.every(isFullPage),
    found: found.results.map((row) => row.properties.Voices.number),
    walked: walked.length,
    blocks: blocks.map(words),
    trashed: [without.results.length, restored.results.length],
    comments: comments.results.map((one) => one.rich_text[0].plain_text),
    refusal,
    views: [...views, left],
  }),
);
