package io.github.sam4j.formats.gallery;

/** The fixed parts of the page: how it looks and what its buttons do. */
final class GalleryStyle {
  private GalleryStyle() {}

  static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>sam4j masks</title>
      <style>
      :root { color-scheme: light dark; --line: #8884; --soft: #8881; --bad: #d22; }
      * { box-sizing: border-box; }
      body { margin: 0; font: 15px/1.45 system-ui, sans-serif; }
      header { padding: 1rem 1.25rem 0; }
      h1 { font-size: 1.3rem; margin: 0; }
      header p { margin: .3rem 0; }
      main { display: grid; gap: 1.25rem; padding: 1.25rem; align-items: start;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); }
      article { border: 1px solid var(--line); border-radius: .5rem; overflow: hidden;
        background: var(--soft); content-visibility: auto; contain-intrinsic-size: 22rem 24rem; }
      article > h2, article > p, article > details { margin: .5rem .75rem; }
      h2 { font-size: 1rem; overflow-wrap: anywhere; }
      .failed { border-color: var(--bad); }
      .failed p { color: var(--bad); }
      div.views { position: relative; display: grid; grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr); gap: 4px; }
      div.views a { display: block; }
      div.views img { display: block; width: 100%; aspect-ratio: var(--ratio); }
      div.views .mask { position: absolute; inset: 0; height: 100%; pointer-events: none;
        mix-blend-mode: multiply; opacity: .75; }
      div.views .mask[hidden], .original { display: none !important; }
      .show-original .original, .show-both .original { display: block !important; }
      .show-original .overlay { display: none !important; }
      body.show-original .swap, body.show-both .swap { display: none; }
      .show-both main {
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 40rem), 1fr)); }
      .show-both .mask { width: calc(50% - 2px) !important; }
      @media (max-width: 36rem) {
        .show-both div.views { grid-auto-flow: row; }
        .show-both .mask { display: none !important; }
      }
      button { font: inherit; border: 1px solid var(--line); border-radius: .3rem;
        background: none; color: inherit; padding: .1rem .55rem; cursor: pointer; }
      button[aria-pressed=true] { background: #36c; color: #fff; }
      details { max-height: 22rem; overflow: auto; }
      summary { cursor: pointer; }
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
      th, td { text-align: right; padding: .1rem .4rem; white-space: nowrap; }
      td { border-top: 1px solid var(--line); }
      th:first-child, td:first-child, .label { text-align: left; }
      tbody tr:hover { background: var(--line); }
      td i { display: inline-block; width: .8em; height: .8em; border-radius: 2px;
        margin-right: .45em; }
      </style>
      </head>
      <body>
      """;

  /** Shows overlays, originals or both. */
  static final String VIEWS =
      """
      const kinds = ['overlay', 'original', 'both'];
      const show = (element, kind) =>
        kinds.forEach(k => element.classList.toggle('show-' + k, k === kind));
      const buttons = document.querySelectorAll('[data-view]');
      const press = kind => {
        document.querySelectorAll('article').forEach(card => show(card, ''));
        document.querySelectorAll('.swap').forEach(b => b.setAttribute('aria-pressed', false));
        show(document.body, kind);
        buttons.forEach(b => b.setAttribute('aria-pressed', b.dataset.view === kind));
      };
      buttons.forEach(b => b.addEventListener('click', () => press(b.dataset.view)));
      press('overlay');
      document.querySelectorAll('.swap').forEach(b => b.addEventListener('click', () => {
        const on = b.getAttribute('aria-pressed') !== 'true';
        b.setAttribute('aria-pressed', on);
        show(b.closest('article'), on ? 'original' : '');
      }));
      """;

  /** A row of a table shows its mask on the picture; for tables with links to masks. */
  static final String MASKS =
      """
      // A row of a table shows its mask on the picture.
      document.querySelectorAll('tbody tr').forEach(row => {
        const mask = row.closest('article').querySelector('.mask');
        const on = () => { mask.src = row.querySelector('a').href; mask.hidden = false; };
        const off = () => { mask.hidden = true; };
        row.addEventListener('mouseenter', on);
        row.addEventListener('mouseleave', off);
        row.addEventListener('focusin', on);
        row.addEventListener('focusout', off);
      });
      """;
}
