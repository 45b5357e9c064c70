"""Style sheet of the pages' own HTML; it takes its colours from the theme in use."""

from __future__ import annotations

STYLE = """<style>
.stMainBlockContainer { padding: 2.6rem 2.4rem 3rem; max-width: 1500px; }
@media (max-width: 768px) { .stMainBlockContainer { padding: 4.6rem 1.2rem 3rem; } }
.stApp:has([data-testid="stExpandSidebarButton"]) .stMainBlockContainer { padding-top: 4.6rem; }
.rg-title { padding: 0; font-size: 1.6rem; font-weight: 650; line-height: 1.25; margin: 0; }
.rg-muted { opacity: .68; }
.rg-small { font-size: .875rem; }
.rg-link { color: inherit; text-decoration: underline; text-decoration-color: rgba(128,128,128,.45);
  text-underline-offset: 3px; }
.rg-link:hover { text-decoration-color: currentColor; }
.rg-badge { display: inline-block; padding: .05rem .55rem; border-radius: 999px; font-size: .8125rem;
  font-weight: 600; vertical-align: middle; white-space: nowrap; color: color-mix(in srgb, var(--c) 78%, #000);
  background: color-mix(in srgb, var(--c) 18%, transparent); }
.rg-head .rg-facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: .6rem 1.3rem;
  margin: 0; padding: 0; }
.rg-facts dd, .rg-facts dt { padding: 0; }
.rg-head { display: grid; grid-template-columns: minmax(0, 1.25fr) minmax(0, 1.75fr); gap: 1rem 2rem; }
.rg-tiles { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; align-items: start; }
.rg-tile { border: 1px solid rgba(128,140,160,.28); border-radius: .6rem; padding: .6rem .8rem; }
.rg-tiles.rg-row { grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); margin: .3rem 0 .8rem; }
.rg-tile b { font-size: 1.35rem; font-weight: 650; font-variant-numeric: tabular-nums; }
@media (max-width: 900px) { .rg-head { grid-template-columns: 1fr; } }
.rg-facts dt { font-size: .8125rem; opacity: .68; margin: 0; }
.rg-facts dd { margin: 0; font-size: .975rem; overflow-wrap: anywhere; }
.rg-bar { display: inline-flex; width: 100%; max-width: 170px; height: .5rem; border-radius: 999px; overflow: hidden;
  vertical-align: middle; }
.rg-number { white-space: nowrap; }
.rg-good { background: #2a9d6f; } .rg-bad { background: #d1495b; } .rg-unsure { background: rgba(140,150,165,.28); }
.rg-amount { display: block; height: .55rem; border-radius: 2px; }
.rg-card { display: grid; grid-template-columns: 2.2rem 1fr auto; gap: .2rem .8rem; padding: .85rem 1rem;
  border: 1px solid rgba(128,140,160,.28); border-radius: .6rem; margin-bottom: .7rem; }
.rg-card.rg-blocked { grid-template-columns: 1fr; border-left: 4px solid #d1495b; }
.rg-card.rg-inside { grid-template-columns: 1fr; border-left: 4px solid #8f7cc3; }
.rg-card.rg-todo { grid-template-columns: 1fr auto; }
.rg-rank { font-size: 1.25rem; font-weight: 650; opacity: .55; line-height: 1.4; }
.rg-name { font-size: 1.06rem; font-weight: 620; overflow-wrap: anywhere; }
.rg-score { text-align: right; line-height: 1.15; }
.rg-score b { font-size: 1.3rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.rg-path { margin: .35rem 0 .15rem; overflow-wrap: anywhere; }
.rg-hops { margin: .15rem 0 .3rem; padding-left: 1.1rem; font-size: .9rem; }
.rg-hops li { margin: .12rem 0; overflow-wrap: anywhere; }
.rg-factors { display: flex; flex-wrap: wrap; gap: .3rem .9rem; font-size: .8125rem; margin-top: .35rem; }
.rg-factors b { font-variant-numeric: tabular-nums; font-weight: 620; }
.rg-card details { margin-top: .35rem; font-size: .875rem; }
.rg-card summary { cursor: pointer; opacity: .75; }
.rg-table { border-collapse: collapse; width: 100%; font-size: .9rem; }
.rg-table th { text-align: left; font-weight: 500; font-size: .8125rem; opacity: .7; padding: .3rem .6rem .3rem 0;
  border-bottom: 1px solid rgba(128,140,160,.35); white-space: nowrap; }
.rg-table td { padding: .34rem .6rem .34rem 0; border-bottom: 1px solid rgba(128,140,160,.16);
  vertical-align: top; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.rg-table td:has(.rg-amount) { width: 22%; vertical-align: middle; }
.rg-scroll { overflow-x: auto; }
.rg-scroll .rg-table { min-width: 42rem; }
.rg-scroll td:first-child { min-width: 8.5rem; }
.rg-list { margin: .4rem 0 .8rem; padding-left: 1.1rem; }
.rg-list li { margin: .15rem 0; }
.rg-note { padding: .7rem .9rem; border-radius: .5rem; background: rgba(128,140,160,.12); }
.rg-away { border-left: 4px solid #d1495b; margin-bottom: .8rem; }
.rg-legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .8125rem; align-items: center; }
.rg-legend i { display: inline-block; width: .72rem; height: .72rem; margin-right: .35rem; vertical-align: -.08rem; }
.rg-dot { border-radius: 50%; } .rg-square { border-radius: 1px; }
.rg-hexagon { clip-path: polygon(25% 3%, 75% 3%, 100% 50%, 75% 97%, 25% 97%, 0 50%); }
</style>"""
