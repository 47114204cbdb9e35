/** A tenant and its sub-tenants in the measured forest. */
export const TREE_SIZE = 10;
