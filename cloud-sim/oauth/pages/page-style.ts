/** The look of the token service's pages in the screens' three themes; without a choice, as the reader's system asks. */
const light =
  'color-scheme:light;--ground:#eef2f6;--surface:#fff;--ink:#1b1b1b;--quiet:#5d5d5d;--brand:#0067b8;--on-brand:#fff;--line:#8a8a8a;--choice:#f3f3f3;--button:#ccc;--bad:#b3251e'
const dark =
  'color-scheme:dark;--ground:#1a1918;--surface:#242322;--ink:#f5f4f2;--quiet:#bdbab6;--brand:#62abf5;--on-brand:#0b1a29;--line:#9a9896;--choice:#323130;--button:#4a4846;--bad:#f58a93'
/** Large type and AAA contrast. */
const projector =
  'font-size:18px;color-scheme:light;--ground:#fff;--surface:#fff;--ink:#000;--quiet:#2f2e2d;--brand:#083c6b;--on-brand:#fff;--line:#3b3a39;--choice:#ececec;--button:#d6d4d2;--bad:#7d0010'

export const pageStyle = `
:root{font-size:15px;${light}}
@media (prefers-color-scheme:dark){:root:not([data-theme]){${dark}}}
:root[data-theme=dark]{${dark}}:root[data-theme=projector]{${projector}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);font:1rem/1.4 "Segoe UI",system-ui,sans-serif;color:var(--ink)}
main{background:var(--surface);width:min(29.4rem,100vw);min-height:338px;padding:44px;box-shadow:0 2px 6px rgb(0 0 0/.2)}
:root[data-theme=projector] main{border:1px solid var(--line)}
.brand{font-weight:600;color:var(--quiet);margin:0 0 16px}h1{font-size:1.6rem;font-weight:600;margin:0 0 12px}
.identity{margin:0 0 12px;overflow-wrap:anywhere}p{margin:0 0 12px}label{display:block;font-size:.87rem;color:var(--quiet);margin:12px 0 4px}
input[type=text],input[type=email],input[type=password]{width:100%;font:inherit;padding:6px 0;border:0;border-bottom:1px solid var(--line);background:none;color:inherit}
input:focus-visible,button:focus-visible,a:focus-visible{outline:2px solid var(--brand);outline-offset:2px}
.error{color:var(--bad);margin:8px 0}.buttons{display:flex;flex-wrap:wrap;justify-content:flex-end;gap:8px;margin-top:28px}
input[type=submit],input[type=button]{font:inherit;min-width:7.2rem;min-height:32px;padding:4px 12px;border:0;background:var(--button);color:var(--ink);cursor:pointer}
input.primary{background:var(--brand);color:var(--on-brand)}a{color:var(--brand)}ul{padding-left:20px}.small{font-size:.87rem;color:var(--quiet)}code{overflow-wrap:anywhere}
.choice{display:block;width:100%;font:inherit;text-align:left;border:0;background:var(--choice);color:var(--ink);margin-top:8px;padding:12px;cursor:pointer}
.link[type=submit]{background:none;color:var(--brand);min-width:0;padding:0;margin-top:16px;text-decoration:underline}
.number{font-size:2.6rem;font-weight:600;text-align:center;margin:16px 0}
`
