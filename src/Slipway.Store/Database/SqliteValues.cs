using Microsoft.Data.Sqlite;
using Slipway.Model.Values;

namespace Slipway.Store.Database;

/// <summary>Between values and the columns that hold them.</summary>
internal static class SqliteValues
{
    public static SqliteCommand With(this SqliteCommand command, string name, object? value)
    {
        int index = command.Parameters.IndexOf(name);
        if (index < 0)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }
        else
        {
            command.Parameters[index].Value = value ?? DBNull.Value;
        }

        return command;
    }

    public static SqliteCommand With(this SqliteCommand command, string name, Sha256Digest value) =>
        command.With(name, Bytes(value));

    public static SqliteCommand With<T>(this SqliteCommand command, string name, T value)
        where T : struct, IDigest<T> =>
        command.With(name, Bytes(value.Sha256));

    public static SqliteCommand With(this SqliteCommand command, string name, DateTimeOffset value) =>
        command.With(name, value.UtcTicks);

    public static byte[] Bytes(Sha256Digest digest)
    {
        var bytes = new byte[Sha256Digest.Size];
        digest.CopyTo(bytes);
        return bytes;
    }

    public static T GetDigest<T>(this SqliteDataReader reader, int column)
        where T : struct, IDigest<T> =>
        T.From(reader.GetSha256(column));

    public static Sha256Digest GetSha256(this SqliteDataReader reader, int column) =>
        new(reader.GetFieldValue<byte[]>(column));

    public static DateTimeOffset GetTime(this SqliteDataReader reader, int column) =>
        new(reader.GetInt64(column), TimeSpan.Zero);

    public static string? GetText(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
