/** The look of the report. It goes into `<style>` as it is: its hash below is what the page's policy lets through. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#f6f7f9;--card:#fff;--ink:#1b2430;--soft:#566273;--line:#d9dee6;--accent:#1f5fa8;
--critical:#8f1239;--critical-bg:#fde8ee;--high:#9a3412;--high-bg:#ffeddf;--medium:#7a4b00;--medium-bg:#fdf3d3;--low:#1d5480;--low-bg:#e3f0fb;
--pass:#17663a;--pass-bg:#e2f4e8;--unknown:#535c69;--unknown-bg:#e9ecf0;
--bar-fail:#c2413b;--bar-unknown:#9aa5b3;--bar-manual:#8a74c4;--bar-pass:#3f9d69;--bar-na:#d5dae1;--warn-bg:#fde8ee;--warn:#8f1239}
@media (prefers-color-scheme:dark){:root{--paper:#12161c;--card:#1a2028;--ink:#e5e9ef;--soft:#a3aebc;--line:#323b47;--accent:#7db4f0;
--critical:#ffb3c5;--critical-bg:#4c1226;--high:#ffc49b;--high-bg:#4a2310;--medium:#f2d488;--medium-bg:#3e2f08;--low:#a8d0f5;--low-bg:#14324d;
--pass:#93dcb0;--pass-bg:#123524;--unknown:#b9c2cd;--unknown-bg:#2b333d;
--bar-fail:#e0665f;--bar-unknown:#7b8695;--bar-manual:#a591de;--bar-pass:#4fae79;--bar-na:#3a434f;--warn-bg:#4c1226;--warn:#ffb3c5}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.6 system-ui,-apple-system,"Segoe UI","Hiragino Sans","Hiragino Kaku Gothic ProN","Noto Sans JP","Noto Sans CJK JP","Yu Gothic","Yu Gothic UI",Meiryo,sans-serif}
:lang(ja){line-break:strict;word-break:normal}
:lang(ja) .control>summary{grid-template-columns:.9rem 5.4rem minmax(0,1fr) max-content}
h1,h4,p{text-wrap:pretty}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible,input:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:2}
header,main,footer{max-width:72rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2rem}
h1{font-size:1.7rem;line-height:1.25;margin:.1rem 0 .3rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:2.6rem 0 .8rem}
h3{font-size:1.08rem;margin:0}
h4{font-size:1rem;font-weight:600;margin:0;display:inline;overflow-wrap:anywhere}
p{margin:.4rem 0}
.soft,.brand{color:var(--soft)}
.brand{font-weight:600;letter-spacing:.03em;margin:0}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
code,.value{font-family:ui-monospace,SFMono-Regular,"Cascadia Mono",Menlo,Consolas,"Noto Sans Mono CJK JP",monospace;font-size:.88em;overflow-wrap:anywhere}
.warning{background:var(--warn-bg);color:var(--warn);border-left:4px solid currentColor;padding:.6rem 1rem;border-radius:4px;font-weight:600}
.cards{display:grid;gap:1rem;grid-template-columns:minmax(0,1.2fr) minmax(0,1fr);margin-top:1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.3rem;min-width:0}
.card h2{margin:0 0 .6rem;font-size:1.05rem}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1.2rem;margin:0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.gauges{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:1.3rem;align-items:center}
.gauge svg{display:block;width:9.5rem;height:9.5rem}
svg text{fill:var(--ink);font-family:inherit}
.track{fill:none;stroke:var(--bar-na)}.arc{fill:none;stroke:var(--accent)}
.bar{display:block;width:100%;height:.85rem;border-radius:4px;overflow:hidden;background:var(--bar-na)}
.s-fail{fill:var(--bar-fail)}.s-unknown{fill:var(--bar-unknown)}.s-manual{fill:var(--bar-manual)}.s-pass{fill:var(--bar-pass)}.s-notApplicable{fill:var(--bar-na)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:.6rem 0 0;padding:0;font-size:.9rem}
.legend svg{width:.75rem;height:.75rem;margin-right:.4rem;vertical-align:-.05rem}
.reasons{margin:.5rem 0 0;padding-left:1.1rem}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:.93rem}
caption{text-align:left;color:var(--soft);padding:.2rem 0 .4rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:600;font-size:.86rem;white-space:nowrap}
tbody th{font-weight:500}
th.num,td.num{text-align:right}
.areas td.chart{width:38%;min-width:8rem;vertical-align:middle}
.objects th,.objects td{overflow-wrap:anywhere;min-width:8rem}.objects tbody th{min-width:14rem}
.first{padding-left:0;list-style:none;counter-reset:first;margin:0}
.first li{counter-increment:first;display:grid;grid-template-columns:1.6rem 5.4rem minmax(0,1fr) max-content;gap:.7rem;padding:.45rem 0;border-bottom:1px solid var(--line);align-items:baseline}
.first li:last-child{border-bottom:0}
.first li::before{content:counter(first);color:var(--soft);font-variant-numeric:tabular-nums;text-align:right}
.badge{display:inline-block;justify-self:start;min-width:4.4rem;text-align:center;border-radius:5px;padding:.05rem .5rem;font-size:.82rem;font-weight:700;white-space:nowrap}
.critical{color:var(--critical);background:var(--critical-bg)}.high{color:var(--high);background:var(--high-bg)}
.medium{color:var(--medium);background:var(--medium-bg)}.low{color:var(--low);background:var(--low-bg)}
.unknown,.manual,.waived{color:var(--unknown);background:var(--unknown-bg)}.pass{color:var(--pass);background:var(--pass-bg)}
.critical,.high,.medium,.low,.unknown,.manual,.waived,.pass{border:1px solid currentColor}
fieldset{border:0;margin:0 0 .8rem;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;align-items:baseline}
legend{float:left;padding:0;margin-right:1rem;color:var(--soft)}
label{white-space:nowrap;cursor:pointer}
.area{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:0 0 1rem;overflow:hidden}
.area-head{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;align-items:baseline;justify-content:space-between;padding:.75rem 1.2rem}
.control,.holds,.asked{border-top:1px solid var(--line)}
summary{cursor:pointer;padding:.55rem 1.2rem;list-style:none;display:grid;grid-template-columns:.9rem 7.6rem minmax(0,1fr) max-content;gap:.7rem;align-items:baseline}
.holds summary,.inner summary{grid-template-columns:.9rem minmax(0,1fr)}
summary::-webkit-details-marker{display:none}
summary::before{content:"";width:.42rem;height:.42rem;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(-45deg);align-self:center}
details[open]>summary::before{transform:rotate(45deg)}
summary:hover{background:var(--paper)}
.body{padding:.2rem 1.2rem 1.1rem 2.8rem;scroll-margin-top:4rem}
.body h5{font-size:.86rem;color:var(--soft);margin:.9rem 0 .1rem;font-weight:600}
.ids{display:flex;flex-wrap:wrap;gap:.25rem .4rem;list-style:none;margin:.2rem 0 0;padding:0}
.ids li{border:1px solid var(--line);border-radius:4px;padding:0 .4rem}
.holds ul{margin:.2rem 0 1rem;padding-left:2.8rem}
.id{display:block;color:var(--soft);font-size:.82rem}
footer{color:var(--soft);font-size:.88rem;padding-top:2rem;padding-bottom:3rem}
body:has(#show-critical:not(:checked)) .control.is-critical,body:has(#show-high:not(:checked)) .control.is-high,
body:has(#show-medium:not(:checked)) .control.is-medium,body:has(#show-low:not(:checked)) .control.is-low,
body:has(#only-fail:checked) .control:not(.fails),body:has(#only-fail:checked) .holds,body:has(#only-fail:checked) .asked{display:none}
@media (max-width:46rem){header,main,footer{padding-left:1rem;padding-right:1rem}.cards{grid-template-columns:minmax(0,1fr)}
.gauges{grid-template-columns:7rem minmax(0,1fr);gap:1rem}.gauge svg{width:7rem;height:7rem}
summary,:lang(ja) .control>summary{grid-template-columns:.9rem minmax(0,1fr);padding:.55rem .9rem}summary h4,summary .tally{grid-column:2/-1;text-align:left;white-space:normal}
.holds summary,.inner summary{grid-template-columns:.9rem minmax(0,1fr)}
.first li{grid-template-columns:1.2rem 5.4rem minmax(0,1fr)}.first li>a,.first li>.num{grid-column:2/-1;text-align:left}
.body{padding:.2rem .9rem 1rem}.holds ul{padding-left:2rem}.areas td.chart,.areas th.chart{display:none}dl{gap:.15rem .8rem}}
@media print{@page{margin:14mm}:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb}
body{font-size:10pt}header,main,footer{max-width:none;padding:0}.skip,fieldset{display:none}
details::details-content{content-visibility:visible;block-size:auto}.control,.first li,tr{break-inside:avoid-page}h2,h3,summary{break-after:avoid}
.card,.area{break-inside:auto}.scroll{overflow:visible}svg,.badge{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media (forced-colors:active){.bar rect{stroke:CanvasText}}
`

/** SHA-256 of `STYLE`, base64; the core has no cryptography, so a test computes it and compares. */
export const STYLE_HASH = 'Awd8Hm2XOQeKKKQdU1ikA3m9ifptuAmWTcjk2R0q6PM='
