import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { Workshop, type RealSource } from "./source";

/** MariaDB with mysqld_exporter. */
export async function mariadb(): Promise<RealSource> {
  const workshop = new Workshop();
  const data = join(workshop.folder, "data");
  const common = ["--no-defaults", `--datadir=${data}`];
  workshop.run("mariadb-install-db", ...common, "--auth-root-authentication-method=normal", "--skip-test-db");
  const socket = join(workshop.folder, "socket");
  const own = [`--socket=${socket}`, `--pid-file=${join(workshop.folder, "pid")}`, "--innodb-buffer-pool-size=16M"];
  const server = await workshop.serve("mariadbd", (port) => [
    ...common,
    ...own,
    "--bind-address=127.0.0.1",
    `--port=${port}`,
  ]);
  const sql = (statements: string) => {
    workshop.run("mariadb", "--no-defaults", `--socket=${socket}`, "--user=root", `--execute=${statements}`);
  };
  // The exporter asks for a password to be there.
  const password = randomBytes(12).toString("hex");
  sql(
    `create user watcher@'127.0.0.1' identified by '${password}'; grant all on *.* to watcher@'127.0.0.1'; create database shop; create table shop.orders (id int)`,
  );
  const settings = join(workshop.folder, "exporter.cnf");
  writeFileSync(settings, `[client]\nuser=watcher\npassword=${password}\nhost=127.0.0.1\nport=${server.port}\n`, {
    mode: 0o644,
  });
  const exporter = await workshop.serve("prometheus-mysqld-exporter", (port) => [
    `--config.my-cnf=${settings}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  return {
    target: { port: exporter.port },
    traffic: async () => {
      sql(
        "insert into shop.orders values (1), (2); select count(*) from shop.orders; update shop.orders set id = id + 1",
      );
      await Promise.resolve();
    },
    stop: () => workshop.stop(),
  };
}

/** PostgreSQL with postgres_exporter. */
export async function postgresql(): Promise<RealSource> {
  const workshop = new Workshop();
  const data = join(workshop.folder, "data");
  workshop.run("initdb", "-D", data, "--auth=trust", "--username=postgres", "--no-sync");
  const server = await workshop.serve("postgres", (port) => [
    ...["-D", data, "-k", workshop.folder, "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=16MB"],
    ...["-p", String(port)],
  ]);
  const sql = (statements: string) => {
    workshop.run("psql", "-h", "127.0.0.1", "-p", String(server.port), "-U", "postgres", "-q", "-c", statements);
  };
  sql("create table orders (id int)");
  const source = `postgresql://postgres@127.0.0.1:${server.port}/postgres?sslmode=disable`;
  const exporter = await workshop.serve(
    "prometheus-postgres-exporter",
    (port) => [`--web.listen-address=127.0.0.1:${port}`],
    { DATA_SOURCE_NAME: source },
  );
  return {
    target: { port: exporter.port },
    traffic: async () => {
      sql("insert into orders values (1), (2)");
      sql("select count(*) from orders");
      await Promise.resolve();
    },
    stop: () => workshop.stop(),
  };
}

/** Redis with redis_exporter. */
export async function redis(): Promise<RealSource> {
  const workshop = new Workshop();
  const server = await workshop.serve("redis-server", (port) => [
    ...["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--maxmemory", "64mb", "--dir", workshop.folder],
  ]);
  const exporter = await workshop.serve("prometheus-redis-exporter", (port) => [
    `-redis.addr=redis://127.0.0.1:${server.port}`,
    `-web.listen-address=127.0.0.1:${port}`,
  ]);
  return {
    target: { port: exporter.port },
    traffic: () => say(server.port, "SET order 1\r\nGET order\r\nGET nothing\r\nSET soon 1 PX 1\r\nQUIT\r\n"),
    stop: () => workshop.stop(),
  };
}

/** Sends lines and waits until the server has hung up. */
function say(port: number, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(words));
    socket.resume();
    socket.once("error", reject);
    socket.once("close", () => {
      resolve();
    });
  });
}
