import { html, type Content, type Markup } from './markup.ts'

/** A table that scrolls by itself where the page is narrow, and by keyboard; named by the heading with an id. */
export const objectsTable = (heading: string, columns: readonly string[], rows: readonly Content[]): Markup =>
  html`<div class="scroll" tabindex="0" role="group" aria-labelledby="${heading}">
    <table class="objects">
      <thead>
        <tr>
          ${columns.map((label) => html`<th scope="col">${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
