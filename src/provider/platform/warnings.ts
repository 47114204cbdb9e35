/** Title of the warning that a platform which is to be made is there: who knows more of it says it in words of its own. */
export const PLATFORM_IS_THERE = "The cluster has a platform already";
