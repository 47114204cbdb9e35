/** Rewrites every JavaScript file below a folder, ES modules to CommonJS that loads its imports on first use. */
export function loadOnFirstUse(folder: string): Promise<void>;
