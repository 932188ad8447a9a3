/** The page's looks: no font, image or sheet comes from elsewhere, so that it opens without a network. */
export const style = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5b6675; --line: #d9dee6; --paper: #fff; --tint: #f5f7fa;
  --error: #c62828; --warning: #b26a00; --info: #1565c0; --ok: #2e7d32; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa5b4; --line: #343c48; --paper: #14181f;
  --tint: #1c222b; --error: #ff7b72; --warning: #e3a341; --info: #79b8ff; --ok: #7ee787; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header, main { max-width: 70rem; margin: 0 auto; padding: 1rem 1.25rem; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
.soft { color: var(--soft); }
.error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); } .ok { color: var(--ok); }
form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center;
  padding: .6rem 0; background: var(--paper); border-bottom: 1px solid var(--line); }
input[type=search] { flex: 1 1 16rem; padding: .4rem .6rem; font: inherit; color: inherit; background: var(--tint);
  border: 1px solid var(--line); border-radius: .4rem; }
ol.timeline { list-style: none; margin: .5rem 0; padding: 0 0 0 1rem; border-left: 2px solid var(--line); }
ol.timeline > li { position: relative; padding: .15rem 0; }
ol.timeline > li::before { content: ""; position: absolute; left: -1.42rem; top: .72rem; width: .7rem; height: .7rem;
  border-radius: 50%; background: var(--ok); border: 2px solid var(--paper); }
ol.timeline > li.has-error::before { background: var(--error); }
ol.timeline > li.has-warning::before { background: var(--warning); }
ol.timeline > li.has-info::before { background: var(--info); }
summary { cursor: pointer; padding: .15rem .3rem; border-radius: .3rem; }
summary:hover { background: var(--tint); }
summary .name { font-weight: 600; overflow-wrap: anywhere; }
.strip { display: inline-flex; flex-wrap: wrap; gap: 2px; margin-left: .6rem; vertical-align: middle; }
.strip i { width: .55rem; height: .8rem; border-radius: 2px; background: var(--line); }
.l1 { background: #a5d6a7 !important; } .l2 { background: #fff176 !important; } .l3 { background: #ffb74d !important; }
.l4 { background: #e53935 !important; }
section.statement { margin: .5rem 0 .75rem .5rem; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .5rem; }
pre { margin: .35rem 0; padding: .5rem .6rem; overflow-x: auto; background: var(--tint); border-radius: .35rem;
  font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 22rem; }
.facts { display: flex; flex-wrap: wrap; gap: .3rem .5rem; font-size: .85rem; }
.facts span { padding: .05rem .45rem; border: 1px solid var(--line); border-radius: 1rem; }
.facts b { display: inline-block; width: .6rem; height: .6rem; margin-right: .35rem; border-radius: 50%; }
.finding { margin: .6rem 0 0; padding-left: .7rem; border-left: 3px solid currentColor; }
.finding > * { color: var(--ink); } .finding p { margin: .2rem 0; } .finding .level { color: inherit; font-weight: 600; }
.finding.error { border-color: var(--error); } .finding.warning { border-color: var(--warning); } .finding.info { border-color: var(--info); }
.finding.error .level { color: var(--error); } .finding.warning .level { color: var(--warning); } .finding.info .level { color: var(--info); }
.suppressed { opacity: .6; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .85rem; }
.legend i { display: inline-block; width: .7rem; height: .7rem; margin-right: .35rem; border-radius: 2px; background: var(--line); }
a { color: var(--info); }
[hidden] { display: none !important; }
@media print { form { display: none; } }
`;
