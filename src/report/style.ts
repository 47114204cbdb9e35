/** Style of the report, on a screen and on paper, behind that of the matrix; colours never carry a meaning alone. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif; --line: #8884; --soft: #5d6775; --all: #d9e0e8; --own: #a9c3df; --used: #1a4f96; --over: #c3262b; --warn: #fdeeee; }
@media screen and (prefers-color-scheme: dark) { :root { --soft: #9ba6b4; --all: #2b333d; --own: #3f5c7d; --used: #8fc1ff; --over: #ff6b6b; --warn: #43191b; } }
body { margin: 2rem auto; padding: 0 2rem; max-width: 110rem; }
h1 { margin: 0 0 .2rem; font-size: 1.7rem; }
h2 { margin: 2.2rem 0 .5rem; font-size: 1.25rem; border-bottom: 2px solid var(--line); }
h3 { margin: 1.2rem 0 .3rem; font-size: 1rem; }
p { margin: .3rem 0; }
.soft { color: var(--soft); }
.facts { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.facts li { padding: .4rem .9rem; border: 1px solid var(--line); border-radius: .4rem; }
.facts b { display: block; font-size: 1.3rem; }
.facts .bad { background: var(--warn); border-color: var(--over); }
.wide { overflow-x: auto; }
.list { border-collapse: collapse; width: 100%; }
.list th, .list td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.list thead th { border-bottom-width: 2px; white-space: nowrap; }
.list tbody th { font-weight: 600; }
.list td { overflow-wrap: anywhere; }
.list .name { white-space: nowrap; overflow-wrap: normal; }
.list .name small { display: block; font-weight: 400; color: var(--soft); }
.amount { min-width: 8.5rem; font-variant-numeric: tabular-nums; }
.amount small { color: var(--soft); display: block; }
.bar { display: block; width: 100%; height: .6rem; margin: .15rem 0; }
.bar .all, .key .all { fill: var(--all); }
.bar .own, .key .own { fill: var(--own); }
.bar .used, .key .used { fill: var(--used); }
.bar .over, .key .over { fill: var(--over); }
.key svg { width: 1rem; height: .6rem; margin: 0 .2rem 0 .8rem; }
.mark { font-weight: 700; color: var(--over); }
ul.plain { margin: .3rem 0; padding-left: 1.2rem; }
ul.plain li { overflow-wrap: anywhere; }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  :root { color-scheme: light; font-size: 10px; }
  body { margin: 0; padding: 0; max-width: none; }
  h2, h3 { break-after: avoid; }
  tr, li { break-inside: avoid; }
  thead { display: table-header-group; }
  .wide { overflow: visible; }
  .matrix { font-size: min(1rem, calc(100vw / (var(--columns) * 1.95 + 20))); }
  .matrix th, .matrix td { padding: .1em .15em; }
  .bar rect, .key rect, .facts .bad, .matrix td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
