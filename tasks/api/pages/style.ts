/** Of the approval pages: readable on a phone at night. Contrasts are at least WCAG AA in both schemes. */
export const style = `
:root {
  --back: #f6f6f4; --card: #fff; --text: #1b1d1f; --dim: #5a6067; --line: #d9dbdd;
  --accent: #9a1f1f; --yes: #17693a; --no: #a31919; --old: #8f1d1d; --new: #14603a; --warn: #fff4d6; --warn-text: #5c4300;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #131517; --card: #1d2023; --text: #e9eaeb; --dim: #a3a9b0; --line: #383c41;
    --accent: #ff8f8f; --yes: #1f7a46; --no: #b32b2b; --old: #ff9d9d; --new: #7fdca8; --warn: #3a2f10; --warn-text: #ffe1a0;
  }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
header { padding: .75rem 1rem; font-weight: 600; border-bottom: 1px solid var(--line); display: flex; align-items: center; gap: .5rem }
.mark { width: .9rem; height: .9rem; border: .22rem solid var(--accent); border-radius: 50% }
main { max-width: 44rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.35rem; line-height: 1.3; margin: .25rem 0 .5rem }
h2 { font-size: 1.05rem; margin: 0 0 .25rem }
h3 { font-size: .8rem; margin: 1rem 0 .25rem; color: var(--dim); font-weight: 600; text-transform: uppercase; letter-spacing: .04em }
p { margin: .25rem 0 .75rem }
.dim { color: var(--dim); font-size: .9rem }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0 }
.banner { border-radius: .6rem; padding: .75rem 1rem; margin: 1rem 0; background: var(--warn); color: var(--warn-text); font-weight: 600 }
code, pre, td { font: .85rem/1.45 ui-monospace, SFMono-Regular, Menlo, monospace }
pre { overflow-x: auto; background: var(--back); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem; margin: .25rem 0 .5rem }
ul { margin: .25rem 0; padding-left: 1.2rem }
dl { margin: 0 } dt { color: var(--dim); font-size: .8rem } dd { margin: 0 0 .5rem }
.old { color: var(--old) } .new { color: var(--new) }
summary { cursor: pointer; padding: .35rem 0 }
label { display: block; font-weight: 600; margin: .75rem 0 .25rem }
input, textarea { width: 100%; font: inherit; color: inherit; background: var(--back); border: 1px solid var(--dim); border-radius: .4rem; padding: .6rem }
input.code { font: 1.4rem/1.4 ui-monospace, monospace; letter-spacing: .15em; text-transform: uppercase }
.answers { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin-top: 1rem }
button { font: inherit; font-weight: 600; color: #fff; border: 0; border-radius: .5rem; padding: .85rem; cursor: pointer; min-height: 3rem }
.yes { background: var(--yes) } .no { background: var(--no) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`;
