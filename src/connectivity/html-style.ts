/** Style of the matrix; colours never carry a meaning alone. */
export const MATRIX_STYLE = `
.scroll { overflow: auto; max-height: 85vh; border: 1px solid #8886; width: fit-content; max-width: 100%; }
.matrix { border-collapse: separate; border-spacing: 0; }
.matrix th, .matrix td { padding: .1rem .4rem; border-bottom: 1px solid #8883; border-right: 1px solid #8883; text-align: center; }
.matrix th { background: Canvas; font-weight: 600; white-space: nowrap; }
.matrix thead th { position: sticky; top: 0; z-index: 1; vertical-align: top; }
.matrix thead th:first-child { left: 0; z-index: 2; vertical-align: bottom; text-align: left; }
.matrix thead th + th span { writing-mode: vertical-rl; }
.matrix tbody th { position: sticky; left: 0; text-align: left; }
.matrix tbody tr:hover > td { background-color: #88f4; }
.matrix tbody tr:hover > th { text-decoration: underline; }
.allow { background: #2a83; }
.partly { background: #d903; }
.deny { opacity: .5; }
.undeclared { background: #d22; color: #fff; font-weight: 700; }
@media print { .scroll { overflow: visible; max-height: none; } }
`;

/** Style of the page of the matrix. */
export const HTML_STYLE = `
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 2rem; }
${MATRIX_STYLE}`;
