-- Portable text for SQLite and PostgreSQL: ids are uuid, bytes are bytea, whole numbers are bigint, instants are
-- microseconds since 1970 in UTC, dates are text YYYY-MM-DD. No defaults that ask the database for time or chance.

create table meta (key text primary key, value bytea not null);

create table dossier (
  id uuid primary key, kind text not null, created_on text not null, destroyed_on text
);
create table entry (
  dossier uuid not null, stream text not null, number bigint not null, kind text not null, at text not null,
  author text not null, facts text not null, compartment text, epoch bigint, body bytea,
  commitment bytea not null, leaf bigint not null unique,
  primary key (dossier, stream, number)
);
create table wrap (
  dossier uuid not null, compartment text not null, epoch bigint not null, holder uuid not null, sealed bytea not null,
  primary key (dossier, holder, compartment, epoch)
);
create table reporter_access (
  lookup bytea primary key, id uuid not null unique, dossier uuid not null unique, recipient bytea not null,
  notice bytea, language text not null
);

create table case_row (
  dossier uuid primary key, reference text not null unique, agency uuid not null, channel text not null,
  identity text not null, stage text not null, language text not null, received_on text not null,
  acknowledged_on text, due_on text, due_kind text, closed boolean not null,
  from_reporter bigint not null, from_staff bigint not null, read_by_reporter bigint not null
);
create index case_row_due on case_row (closed, due_on, dossier);
create table inbox (
  person uuid not null, dossier uuid not null, closed boolean not null, unread boolean not null, due_on text not null,
  due_kind text, reference text not null, agency uuid not null, channel text not null, stage text not null,
  received_on text not null, from_reporter bigint not null, seen bigint not null,
  primary key (person, dossier)
);
create index inbox_due on inbox (person, closed, due_on, dossier);
create index inbox_unread on inbox (person, closed, unread, due_on, dossier);
create index inbox_dossier on inbox (dossier);
create table deadline (
  dossier uuid not null, kind text not null, due_on text not null, met_on text, escalated_on text,
  primary key (dossier, kind)
);
create index deadline_open on deadline (met_on, due_on, dossier);
create table queue (
  name text not null, dossier uuid not null, since text not null, agency uuid not null, primary key (name, dossier)
);

create table org (
  id uuid primary key, parent uuid, kind text not null, key text not null unique, name_nl text not null,
  name_en text not null
);
create table agency_text (
  agency uuid not null, key text not null, language text not null, value text not null,
  primary key (agency, language, key)
);
create table person (
  id uuid primary key, sign_in text not null unique, name text not null, email text, unit uuid not null, superior uuid,
  state text not null, language text not null, recipient bytea, sealed_identity bytea, salt bytea, verifier bytea,
  totp bytea, totp_step bigint
);
create table role (
  id uuid primary key, person uuid not null, role text not null, org uuid not null, from_on text not null,
  until_on text, ended_on text
);
create table invite (token_hash bytea primary key, person uuid not null, expires bigint not null, totp bytea not null);

create table session (
  id_hash bytea primary key, kind text not null, person uuid, sealed bytea not null, created bigint not null,
  seen bigint not null, idle_until bigint not null, ends bigint not null
);
create index session_person on session (person);
create table throttle (key bytea primary key, fails bigint not null, until bigint not null);
create table draft (id_hash bytea primary key, sent boolean not null, sealed bytea not null, expires bigint not null);
create table idempotency (key_hash bytea primary key, sealed bytea not null, created bigint not null);

create table blob (id uuid primary key, kept boolean not null, created bigint not null);
create table notice (
  id uuid primary key, person uuid, address bytea, template text not null, language text not null, state text not null,
  attempts bigint not null, next_at bigint not null, created bigint not null, claimed_until bigint not null, error text
);
create index notice_due on notice (state, next_at);
create table task_run (task text not null, slot text not null, at bigint not null, primary key (task, slot));

create table log_head (id bigint primary key, frontier bytea not null);
create table log_leaf (idx bigint primary key, commitment bytea not null, filler bytea);
create table log_node (level bigint not null, idx bigint not null, hash bytea not null, primary key (level, idx));
create table log_field (
  leaf bigint not null, place bigint not null, name text not null, salt bytea, digest bytea not null,
  primary key (leaf, place)
);
create table checkpoint (
  size bigint primary key, slot text not null unique, note text not null, at bigint not null
);
