import { textFault } from "../../../src/model/schema/text-fault";

test.each(["shop-team\ufe0f", "shop\u2800team", "shop\u00a0team", "shop-team\u{e0100}", "shop-team\ue000", "shop\u2065"])(
  "%j is no name of people, and the fault shows why",
  (name) => {
    const fault = textFault(name);
    expect(fault?.code).toBe("invisible-characters");
    expect(fault?.received).toMatch(/^[ -~]*\\u[ -~]*$/);
  },
);

test.each(["shop-team", "équipe 👩‍🔧", "می\u200cخواهم"])("%s is", (name) => {
  expect(textFault(name)).toBeUndefined();
});
