// The style and the script of the report's pages. The texts are content of the pages, octet for octet: the
// pages' security policy has their hashes.
#include "protocol/report/pages/html_page.h"

namespace fg {

std::string_view pageStyle()
{
    return R"css(
:root {
  color-scheme: light dark;
  --ground: #f7f8f9; --surface: #ffffff; --ink: #1b1f24; --soft: #5b636e; --line: #dfe3e8; --row: #eef1f4;
  --link: #0a5cad; --tx: #9a5b00; --rx: #1d5fb8;
  --ok: #1a7342; --info: #1d5fb8; --skip: #5b636e; --lax: #855000; --bad: #b3261e; --lost: #8a1c7c;
  --ok-ground: #e6f4ec; --info-ground: #e7effb; --skip-ground: #eceff2; --lax-ground: #fff1d2;
  --bad-ground: #fce5e3; --lost-ground: #f8e4f5;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #121518; --surface: #1a1e22; --ink: #e4e8ec; --soft: #98a2ad; --line: #2e353c; --row: #22272c;
    --link: #7ab7f5; --tx: #e2a84b; --rx: #7ab7f5;
    --ok: #6bcb94; --info: #7ab7f5; --skip: #98a2ad; --lax: #ecb958; --bad: #ff8f86; --lost: #ec9be0;
    --ok-ground: #15301f; --info-ground: #172a42; --skip-ground: #262b31; --lax-ground: #38290c;
    --bad-ground: #451a17; --lost-ground: #3a1a35;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 76rem; padding: 2rem 1.5rem 3rem; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
}
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
h1 { margin: 0 0 .6rem; font-size: 1.65rem; line-height: 1.25; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.15rem; line-height: 1.3; }
h3 { margin: 0 0 .4rem; font-size: .9rem; font-weight: 600; color: var(--soft); }
p { margin: 0 0 .6rem; max-width: 46rem; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.id { color: var(--soft); font-variant-numeric: tabular-nums; font-weight: 500; margin-right: .35rem; }
.crumb { margin-bottom: 1rem; font-size: .9rem; }
footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
code, pre, .mono { font-family: var(--mono); font-size: .86em; }
pre {
  margin: 0; padding: .75rem .9rem; background: var(--surface); border: 1px solid var(--line); border-radius: 6px;
  white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45;
}
table { border-collapse: collapse; width: 100%; background: var(--surface); border: 1px solid var(--line); }
th, td { padding: .38rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { font-size: .82rem; font-weight: 600; color: var(--soft); background: var(--row); }
table.summary tbody th { width: 24rem; overflow-wrap: anywhere; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tbody th { font-weight: 500; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1rem; }
.four { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); gap: 1.25rem; align-items: start; }
.wide { overflow-x: auto; }
ul.plain { margin: 0 0 .8rem; padding-left: 1.3rem; }
ul.checks { margin: 1rem 0 0; padding: 0; list-style: none; columns: 2 24rem; column-gap: 1rem; }
ul.checks li { break-inside: avoid; padding-left: 1.5em; text-indent: -1.5em; }
ul.checks .mark { text-indent: 0; }
li { margin: .15rem 0; overflow-wrap: anywhere; }

.mark { display: inline-block; width: 1.15em; text-align: center; font-weight: 700; }
.ok { color: var(--ok); } .info { color: var(--info); } .skip { color: var(--skip); }
.lax { color: var(--lax); } .bad { color: var(--bad); } .lost { color: var(--lost); }
.badge { display: inline-block; padding: .2rem .7rem .2rem .45rem; border-radius: 5px; font-weight: 650; margin: 0 .4rem .4rem 0; }
.badge.ok { background: var(--ok-ground); } .badge.info { background: var(--info-ground); }
.badge.skip { background: var(--skip-ground); } .badge.lax { background: var(--lax-ground); }
.badge.bad { background: var(--bad-ground); } .badge.lost { background: var(--lost-ground); }
.notice { margin: .75rem 0 0; padding: .7rem 1rem; border-left: 4px solid var(--lost); background: var(--lost-ground); }
.notice.note { border-color: var(--info); background: var(--info-ground); }
.notice p { margin: .15rem 0 0; }
dl.facts { display: flex; flex-wrap: wrap; gap: .4rem 2rem; margin: .75rem 0 0; }
dl.facts dt { font-size: .8rem; color: var(--soft); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }

.bar { display: block; width: 100%; min-width: 8rem; height: .6rem; margin-top: .45rem; border-radius: 2px; }
.bar rect.ok { fill: var(--ok); } .bar rect.info { fill: var(--info); } .bar rect.skip { fill: var(--skip); }
.bar rect.lax { fill: var(--lax); } .bar rect.bad { fill: var(--bad); } .bar rect.lost { fill: var(--lost); }
.zero { color: var(--soft); opacity: .65; }

.tools { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin: 0 0 .75rem; }
.tools[hidden] { display: none; }
.tools label { font-size: .82rem; color: var(--soft); }
.tools input, .tools select {
  display: block; margin-top: .15rem; height: 2.25rem; padding: 0 .55rem; font: inherit; font-size: .95rem; color: var(--ink);
  background: var(--surface); border: 1px solid var(--line); border-radius: 5px;
}
.tools input { width: 17rem; max-width: 100%; }
.tools output { margin-left: auto; color: var(--soft); font-size: .9rem; padding-bottom: .35rem; }
table.cases thead th { position: sticky; top: 0; z-index: 1; box-shadow: inset 0 -1px var(--line); vertical-align: top; overflow-wrap: anywhere; }
table.cases thead th.agent { min-width: 8rem; max-width: 14rem; color: var(--ink); }
/* With many agents the page grows to the width of its table. */
body:has(table.cases) { width: fit-content; min-width: min(76rem, 100%); max-width: none; }
body:has(table.cases) .notice { max-width: calc(100vw - 3rem); }
table.cases button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: left; }
table.cases button:hover { text-decoration: underline; }
table.cases .dir { display: block; font-weight: 400; color: var(--soft); font-size: .75rem; }
table.cases tr.group th { background: var(--row); font-weight: 650; padding-top: .55rem; }
table.cases tr.group.sub th { background: var(--surface); font-weight: 600; font-size: .85rem; color: var(--soft); padding-top: .7rem; }
table.cases td.id { width: 4.5rem; margin: 0; white-space: nowrap; }
table.cases td.v { padding: 0; }
table.cases td.v a, table.cases td.v > span { display: block; padding: .38rem .7rem; color: inherit; white-space: nowrap; }
table.cases td.v b { font-weight: 650; }
table.cases td.ok b { font-weight: 500; }
table.cases td.v em { display: block; padding-left: 1.4em; font-style: normal; font-size: .8rem; }
table.cases td.v small { float: right; margin-left: .8rem; color: var(--soft); font-size: .78rem; line-height: 1.9; font-variant-numeric: tabular-nums; }
table.cases td.info { background: var(--info-ground); } table.cases td.skip { background: var(--skip-ground); }
table.cases td.lax { background: var(--lax-ground); } table.cases td.bad { background: var(--bad-ground); }
table.cases td.lost { background: var(--lost-ground); }
tr[hidden] { display: none; }

.card h4 { margin: .5rem 0 .15rem; font-size: .85rem; font-weight: 650; }
.card h3 + h4 { margin-top: 0; }
.events { margin: 0; padding-left: 1.9rem; }
.events li { font-family: var(--mono); font-size: .86em; }
.events li.off { color: var(--bad); }
.events li.off::after { content: " \2190 differs"; font-weight: 600; }
table.closing td:first-child { white-space: nowrap; }
table.closing td:nth-child(2) { width: 24%; min-width: 9rem; overflow-wrap: anywhere; }
.part { content-visibility: auto; contain-intrinsic-size: auto 40rem; }
table.log td { padding: .22rem .6rem; border-bottom-color: var(--row); }
table.log td.n { font-size: .86em; line-height: 1.6; }
table.log td.what { white-space: nowrap; font-weight: 600; font-size: .82rem; line-height: 1.7; }
table.log td.data { width: 100%; overflow-wrap: anywhere; }
table.log .data span { display: block; color: var(--soft); }
table.log tr.rx td.what { color: var(--rx); box-shadow: inset 3px 0 var(--rx); }
table.log tr.tx td.what { color: var(--tx); box-shadow: inset 3px 0 var(--tx); }
table.log tr.frame td { background: var(--row); }
table.log tr.mine td { color: var(--soft); }

@media (max-width: 40rem) { body { padding: 1rem .75rem 2rem; } }
@media print {
  :root {
    --ground: #fff; --surface: #fff; --ink: #000; --soft: #444; --line: #bbb; --row: #f3f3f3; --link: #000;
    --tx: #7a4700; --rx: #134a94;
    --ok: #115c33; --info: #134a94; --skip: #444; --lax: #6d4200; --bad: #96150e; --lost: #6d1261;
    --ok-ground: #fff; --info-ground: #eef3fb; --skip-ground: #f3f3f3; --lax-ground: #fff6e2;
    --bad-ground: #fdeceb; --lost-ground: #faedf8;
    color-scheme: light;
  }
  @page { margin: 14mm 12mm; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  h2 { margin-top: 1.5rem; }
  h2, h3 { break-after: avoid; }
  tr, .card, pre { break-inside: avoid; }
  pre { border-radius: 0; }
  .wide { overflow: visible; }
  .two { grid-template-columns: 1fr 1fr; }
  .tools, .crumb { display: none; }
  table.cases thead th { position: static; }
  td.v, .badge, .bar rect, tr.group th, table.log tr.frame td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css";
}

std::string_view indexScript()
{
    return R"js(
'use strict';
(() => {
  const tools = document.getElementById('tools');
  const table = document.getElementById('cases');
  if (!tools || !table) return;
  const body = table.tBodies[0];
  const groups = [...body.rows].filter(row => row.classList.contains('group'));
  const inOrder = [...body.rows];
  const cases = inOrder.filter(row => !row.classList.contains('group')).map((row, order) => {
    const cells = [...row.cells].slice(2);
    return {
      row, order, text: (row.cells[0].textContent + ' ' + row.cells[1].textContent).toLowerCase(),
      bad: cells.map(cell => Number(cell.dataset.bad ?? -1)),
      time: cells.map(cell => Number(cell.dataset.time ?? -1)),
      verdicts: new Set(cells.filter(cell => cell.dataset.bad).map(cell => cell.dataset.verdict)),
    };
  });
  const find = document.getElementById('find');
  const show = document.getElementById('show');
  const count = document.getElementById('count');
  const sort = { column: -1, by: '' };

  const fits = item => {
    const worst = Math.max(...item.bad);
    const words = find.value.toLowerCase().split(/\s+/).filter(word => word);
    if (!words.every(word => item.text.includes(word))) return false;
    if (show.value === 'failed') return worst >= 4;
    if (show.value === 'noted') return worst >= 1;
    if (show.value === 'differ') return item.verdicts.size > 1;
    return true;
  };
  const filter = () => {
    let shown = 0;
    for (const item of cases) {
      item.row.hidden = !fits(item);
      shown += item.row.hidden ? 0 : 1;
    }
    // A heading shows when a case under it does.
    let level = [];
    for (const row of inOrder) {
      if (!row.classList.contains('group')) {
        if (!row.hidden) level.forEach(group => { group.hidden = sort.column >= 0; });
        continue;
      }
      row.hidden = true;
      level = row.classList.contains('sub') ? [...level.filter(group => !group.classList.contains('sub')), row] : [row];
    }
    count.textContent = `${shown} of ${cases.length} cases`;
  };
  const arrange = () => {
    const { column, by } = sort;
    const ordered = column < 0 ? inOrder : [...cases]
      .sort((a, b) => b[by][column] - a[by][column] || a.order - b.order).map(item => item.row);
    if (column >= 0) groups.forEach(group => group.remove());
    body.append(...ordered);
    headings.forEach((heading, index) => {
      const isOn = index === column;
      heading.cell.ariaSort = isOn ? 'descending' : 'none';
      heading.note.textContent = !isOn ? '' : by === 'bad' ? '\u25be worst first' : '\u25be longest first';
    });
    filter();
  };
  const asButton = (cell, action) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...cell.childNodes);
    const note = document.createElement('span');
    note.className = 'dir';
    cell.append(button, note);
    button.addEventListener('click', action);
    return { cell, note };
  };
  const heads = [...table.tHead.rows[0].cells];
  const headings = heads.slice(2).map((cell, index) => asButton(cell, () => {
    if (sort.column !== index) Object.assign(sort, { column: index, by: 'bad' });
    else if (sort.by === 'bad') sort.by = 'time';
    else sort.column = -1;
    arrange();
  }));
  asButton(heads[0], () => { sort.column = -1; arrange(); });
  find.addEventListener('input', filter);
  show.addEventListener('change', filter);
  tools.hidden = false;
  filter();
})();
)js";
}

} // namespace fg
