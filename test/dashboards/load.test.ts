it("loads Grafana's SDK when a board is drawn, and not before", async () => {
  jest.doMock("@grafana/grafana-foundation-sdk/dashboard", () => {
    throw new Error("loaded");
  });
  await jest.isolateModulesAsync(async () => {
    const { dashboards } = await import("../../src/dashboards/index.js");
    expect(dashboards({ groups: [] })).toEqual([]);
    expect(() => dashboards({ groups: ["logs"] })).toThrow("loaded");
  });
});
