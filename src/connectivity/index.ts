export { formatAddresses, parseAddress, parseCidr } from "../model/kubernetes/address-set";
export type { Cell, CellPart } from "./cell";
export { addedConnectivity, asDeclared, withUndeclared } from "./compare";
export type { AddedOptions } from "./compare";
export { evaluator } from "./evaluate";
export type { Evaluator } from "./evaluate";
export type { MatrixGroup, MatrixOptions } from "./groups";
export { connectivityMatrix, unjudgedPairs } from "./matrix";
export type { ConnectivityMatrix } from "./matrix";
export { clusterPlaces } from "./place";
export type { OutsidePlace, Place, PodPlace } from "./place";
export type { Protocol } from "../model/kubernetes/port-set";
export { renderMatrixHtml } from "./render-html";
export type { HtmlOptions } from "./render-html";
export { toMatrixJson } from "./render-json";
export type { MatrixJson } from "./render-json";
export { renderMatrixMermaid } from "./render-mermaid";
export { renderMatrixText } from "./render-text";
export type { Labels } from "./selector";
export type {
  Answer,
  CrowdedNamespace,
  EndpointRef,
  OutsideAddress,
  PassedOver,
  Query,
  Verdict,
  ClusterSnapshot,
  SnapshotNamespace,
  SnapshotPod,
  SnapshotPort,
} from "./snapshot";
export { withSamplePods } from "./sample-pods";
export { snapshotOf } from "./snapshot-of";
export type { WorkLimits } from "./work";
