/** Style of the matrix; colours never carry a meaning alone. */
export const MATRIX_STYLE = `
.scroll { overflow: auto; max-height: 80vh; border: 1px solid #8886; }
.matrix { border-collapse: separate; border-spacing: 0; }
.matrix th, .matrix td { padding: .2rem .5rem; border-bottom: 1px solid #8883; border-right: 1px solid #8883; text-align: center; }
.matrix th { background: Canvas; font-weight: 600; white-space: nowrap; }
.matrix thead th { position: sticky; top: 0; z-index: 1; vertical-align: bottom; }
.matrix thead th span { writing-mode: vertical-rl; }
.matrix tbody th { position: sticky; left: 0; text-align: left; }
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
