import { FULL, NONE_EXPECTED, query, row, series, stat } from "../build/panels";
import { either, max, of, orZero, quantile, rareRatio, rate, ratio, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec, VariableSpec } from "../build/spec";

const BUCKET = ["tenant", "bucket"];
const CHOSEN = 'bucket=~"$bucket"';
const NAME = "{{tenant}} {{bucket}}";
const s3 = (name: string) => `SeaweedFS_s3_${name}`;
const seaweed = (name: string) => sum(BUCKET, rate(s3(name), CHOSEN));

const bucketVariable: VariableSpec = {
  name: "bucket",
  label: "Bucket",
  metric: [s3("bucket_size_bytes"), "minio_bucket_usage_total_bytes"],
};

const size = either(
  max(BUCKET, of(s3("bucket_size_bytes"), CHOSEN)),
  max(BUCKET, of("minio_bucket_usage_total_bytes", CHOSEN)),
);
const objects = either(
  max(BUCKET, of(s3("bucket_object_count"), CHOSEN)),
  max(BUCKET, of("minio_bucket_usage_object_total", CHOSEN)),
);

/** Buckets, by SeaweedFS or MinIO. */
export function buckets(): BoardSpec {
  return {
    group: "storage",
    uid: "hikube-storage-buckets",
    title: "Storage / Buckets",
    description: "Buckets: capacity, requests and transfers, by SeaweedFS or MinIO.",
    variables: [bucketVariable],
    rows: [capacityOfBuckets(), requestsOfBuckets()],
  };
}

function capacityOfBuckets(): RowSpec {
  return row(
    "Capacity",
    stat(["Stored", "Bytes in all buckets.", "bytes"], [query("stored", `sum(${size})`)]),
    stat(["Objects", "Objects in all buckets.", "count"], [query("objects", `sum(${objects})`)]),
    stat(
      ["Read-only buckets", "Buckets that passed their quota, and take no further object.", "count"],
      [query("read-only", orZero(sum([], of(s3("bucket_read_only"), CHOSEN))))],
      { limits: NONE_EXPECTED },
    ),
    series(["Size by bucket", "Bytes in each bucket.", "bytes"], [query(NAME, top(size))]),
    series(["Objects by bucket", "Objects in each bucket.", "count"], [query(NAME, top(objects))]),
    series(
      ["Quota used", "Share of the quota of each bucket; nothing where it has none.", "share"],
      [
        query(
          NAME,
          ratio(max(BUCKET, of(s3("bucket_size_bytes"), CHOSEN)), max(BUCKET, of(s3("bucket_quota_bytes"), CHOSEN))),
        ),
      ],
      { limits: FULL },
    ),
  );
}

function requestsOfBuckets(): RowSpec {
  const minio = sum(["tenant"], rate("minio_s3_requests_total"));
  const failed = sum(BUCKET, rate(s3("request_total"), `${CHOSEN},code=~"5.."`));
  return row(
    "Requests and transfers",
    series(
      ["Requests by bucket (SeaweedFS)", "Operations a second.", "operationsPerSecond"],
      [query(NAME, top(seaweed("request_total")))],
    ),
    series(
      ["Requests (MinIO)", "Operations a second of all buckets.", "operationsPerSecond"],
      [query("{{tenant}}", minio)],
    ),
    series(
      ["Requests that failed (SeaweedFS)", "Share of operations that ended with 5xx.", "share"],
      [query(NAME, rareRatio(failed, seaweed("request_total")))],
      { limits: [0.01, 0.05] },
    ),
    series(
      ["Latency (SeaweedFS)", "95 of 100 operations are faster, by kind.", "seconds"],
      [query("{{tenant}} {{type}}", quantile(0.95, ["tenant", "type"], s3("request_seconds_bucket")))],
      { limits: [0.5, 2] },
    ),
    series(
      ["Transfers by bucket (SeaweedFS)", "Bytes from and to clients.", "bytesPerSecond"],
      [
        query(`${NAME} received`, top(seaweed("bucket_traffic_received_bytes_total"))),
        query(`${NAME} sent`, top(seaweed("bucket_traffic_sent_bytes_total"))),
      ],
    ),
    series(
      ["Transfers (MinIO)", "Bytes from and to clients.", "bytesPerSecond"],
      [
        query("{{tenant}} received", sum(["tenant"], rate("minio_s3_traffic_received_bytes"))),
        query("{{tenant}} sent", sum(["tenant"], rate("minio_s3_traffic_sent_bytes"))),
      ],
    ),
  );
}
