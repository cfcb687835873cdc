namespace Slipway.Store.Database;

/// <summary>The tables of <c>index.db</c>, as the steps from one <c>PRAGMA user_version</c> to the next.</summary>
/// <remarks>
/// A step that was released is never changed. Times are UTC ticks (100 ns since 0001-01-01), digests 32 bytes, and
/// unsigned 64-bit numbers are kept in SQLite's signed ones bit by bit.
/// </remarks>
internal static class Schema
{
    /// <summary>The version that a database has after the last step.</summary>
    public static long Version => Steps.Length;

    /// <summary>Step <c>n</c> leads from version <c>n</c> to version <c>n + 1</c>.</summary>
    public static readonly string[] Steps =
    [
        """
        CREATE TABLE index_entries (
            namespace TEXT NOT NULL PRIMARY KEY,
            build     TEXT NOT NULL,
            rank      INTEGER NOT NULL,
            expires   INTEGER NOT NULL,
            data      TEXT NOT NULL          -- a JSON object of strings
        ) WITHOUT ROWID;

        CREATE TABLE builds (
            id          TEXT NOT NULL PRIMARY KEY,
            image       TEXT NOT NULL,
            digest      BLOB NOT NULL,
            inputs      BLOB NOT NULL,       -- the blob of the inputs manifest
            level       INTEGER NOT NULL,
            pull_request TEXT,
            project     TEXT,
            revision    TEXT,
            push_date   INTEGER NOT NULL,
            started     INTEGER NOT NULL,
            finished    INTEGER NOT NULL,
            result      INTEGER NOT NULL,    -- BuildResult
            image_hash  BLOB,
            size        INTEGER,
            engine      TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX builds_of_image ON builds (image, started);

        CREATE TABLE layers (
            diff_id    BLOB NOT NULL PRIMARY KEY,
            blob       BLOB NOT NULL,
            media_type TEXT NOT NULL,
            blob_size  INTEGER NOT NULL,
            size       INTEGER NOT NULL      -- uncompressed
        ) WITHOUT ROWID;

        CREATE TABLE images (
            image_hash    BLOB NOT NULL PRIMARY KEY,
            config_size   INTEGER NOT NULL,
            manifest      BLOB NOT NULL,
            manifest_size INTEGER NOT NULL,
            stored        INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE image_layers (
            image_hash BLOB NOT NULL,
            position   INTEGER NOT NULL,     -- 0 is the lowest layer
            diff_id    BLOB NOT NULL,
            PRIMARY KEY (image_hash, position)
        ) WITHOUT ROWID;

        CREATE TABLE image_names (
            name       TEXT NOT NULL,
            digest     BLOB NOT NULL,
            image_hash BLOB NOT NULL,
            trust      INTEGER NOT NULL,     -- the level that gave the name, 0 for a pull request
            PRIMARY KEY (name, digest)
        ) WITHOUT ROWID;

        CREATE TABLE small_blobs (
            digest BLOB NOT NULL PRIMARY KEY,
            size   INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE file_hashes (
            path    TEXT NOT NULL PRIMARY KEY,
            device  INTEGER NOT NULL,
            inode   INTEGER NOT NULL,
            size    INTEGER NOT NULL,
            mtime   INTEGER NOT NULL,        -- nanoseconds since 1970
            ctime   INTEGER NOT NULL,
            digest  BLOB NOT NULL,
            seen    INTEGER NOT NULL         -- days since 0001-01-01
        ) WITHOUT ROWID;

        CREATE TABLE derived_hashes (
            recipe BLOB NOT NULL PRIMARY KEY,
            result BLOB NOT NULL,
            seen   INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE facts (
            name  TEXT NOT NULL PRIMARY KEY,
            value INTEGER NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        CREATE TABLE packed_layers (         -- what layers became when they were packed for a registry
            diff_id    BLOB NOT NULL,
            media_type TEXT NOT NULL,
            digest     BLOB NOT NULL,        -- of the packed bytes, which are not kept
            size       INTEGER NOT NULL,
            PRIMARY KEY (diff_id, media_type)
        ) WITHOUT ROWID;
        """,
        """
        ALTER TABLE builds ADD COLUMN cause INTEGER; -- BuildReason
        """,
        """
        CREATE TABLE taken_images (          -- which images builds elsewhere made
            build      TEXT NOT NULL PRIMARY KEY,
            image_hash BLOB NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        ALTER TABLE builds ADD COLUMN externals TEXT; -- a JSON object: references and image hashes
        CREATE INDEX builds_of_hash ON builds (image_hash);
        """,
        """
        CREATE TABLE secret_fingerprints (   -- by what the values are recognised that builds were ever given
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            secret TEXT NOT NULL,            -- its id
            tag    BLOB NOT NULL,            -- HMAC-SHA256 of the value
            sealed BLOB NOT NULL,            -- its length, and two hashes that say where to look
            key    BLOB NOT NULL,            -- which secret of the store they were made with
            given  INTEGER NOT NULL,
            UNIQUE (secret, tag)
        );
        ALTER TABLE layers ADD COLUMN searched INTEGER NOT NULL DEFAULT 0; -- the newest fingerprint it was searched for
        """,
        """
        CREATE TABLE registry_answers (      -- what registries answered lately
            question   TEXT NOT NULL PRIMARY KEY,
            media_type TEXT,                 -- null when there was nothing
            content    BLOB,
            given      INTEGER NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        ALTER TABLE builds ADD COLUMN parents TEXT; -- a JSON object: names and image hashes
        CREATE TABLE statements (            -- signed statements about images
            digest     BLOB NOT NULL PRIMARY KEY, -- a small blob
            image_hash BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX statements_of_image ON statements (image_hash);
        """,
        """
        CREATE TABLE schema_programs (       -- which program took the database to a version; never changed, so that
            version INTEGER PRIMARY KEY,     -- every program from here on can read it in the database of a newer one
            program TEXT NOT NULL
        );
        """,
        """
        ALTER TABLE builds ADD COLUMN source TEXT; -- a JSON object: repository, commit, and whether there were changes
        """,
        """
        CREATE INDEX layers_of_blob ON layers (blob);  -- a collection asks so for each image and blob that goes
        CREATE INDEX names_of_image ON image_names (image_hash);
        CREATE INDEX taken_of_image ON taken_images (image_hash);
        """,
        """
        DROP TABLE file_hashes;              -- a row a file was read slowly
        CREATE TABLE folder_hashes (
            folder TEXT NOT NULL UNIQUE,     -- the absolute path, with the slash at its end
            files  BLOB NOT NULL,            -- FolderHashes
            seen   INTEGER NOT NULL          -- days since 0001-01-01
        );
        """,
        """
        ALTER TABLE builds ADD COLUMN seal BLOB; -- RowSeals: this store wrote the row down, and it is as it was
        ALTER TABLE packed_layers ADD COLUMN seal BLOB;
        """,
        """
        CREATE TABLE image_ancestors (       -- what was signed about an ancestor stays as long as the image
            image_hash BLOB NOT NULL,
            ancestor   BLOB NOT NULL,
            PRIMARY KEY (image_hash, ancestor)
        ) WITHOUT ROWID;
        """,
    ];
}
