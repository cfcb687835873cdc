using Microsoft.Data.Sqlite;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Store.Settings;

namespace Slipway.Store.Errors;

/// <summary>Turns what the system and SQLite say into diagnostics.</summary>
internal static class StoreErrors
{
    // Raw errno values, which .NET keeps in IOException.HResult on Unix (asm-generic/errno.h).
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    // Primary result codes of SQLite: https://www.sqlite.org/rescode.html
    private const int SqlitePermission = 3;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteNotADatabase = 26;

    // No such table or column, a column too many, a constraint that the schema does not have: another schema than ours.
    private const int SqliteError = 1;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;

    public static bool IsDiskFull(IOException exception) => exception.HResult is NoSpace or QuotaExceeded;

    public static SlipwayException From(IOException exception, string home, string path) => exception.HResult switch
    {
        NoSpace or QuotaExceeded => DiskFull(home, exception),
        ReadOnlyFileSystem => ReadOnly(home, exception),
        _ => FileFailed(path, exception),
    };

    public static SlipwayException FileFailed(string path, Exception exception) => new(
        new Diagnostic(
            StoreCodes.FileFailed,
            $"{path}: {exception.Message}",
            "Check the disk and the permissions of the store's folder."),
        exception);

    public static SlipwayException DiskFull(string home, Exception? exception) => new(
        new Diagnostic(
            StoreCodes.DiskFull,
            $"No space is left for the store in {home}",
            "Free some space, with 'slipway gc' for instance, or set SLIPWAY_HOME to a folder on a larger disk."),
        exception);

    public static SlipwayException ReadOnly(string home, Exception? exception = null) => new(
        new Diagnostic(
            StoreCodes.ReadOnly,
            $"The store in {home} is read-only",
            $"Make {home} writable for this user, or set SLIPWAY_HOME to a folder that is."),
        exception);

    public static SlipwayException InUse(string database, Exception? exception = null) => new(
        new Diagnostic(
            StoreCodes.InUse,
            $"Another process has held {database} for too long",
            "Wait for the other slipway processes to end, and try again."),
        exception);

    /// <param name="database">The path of the database.</param>
    /// <param name="found">Its version.</param>
    /// <param name="known">The newest version that this program knows.</param>
    /// <param name="writer">The program that took it there; null when it does not say.</param>
    /// <param name="reader">This program; null when it does not say.</param>
    public static SlipwayException TooNew(
        string database, long found, long known, string? writer, string? reader) => new(
        new Diagnostic(
            StoreCodes.TooNew,
            $"{database} has version {found}{(writer is null ? "" : $", which Slipway {Display.Text(writer)} wrote")}, "
            + $"and this Slipway{(reader is null ? "" : $", {reader},")} knows versions up to {known}",
            (writer is null
                ? "Use the newer Slipway that wrote it"
                : $"Use Slipway {Display.Text(writer)} or a later one")
            + ", or set SLIPWAY_HOME to another folder: what was built is then built or fetched again."));

    public static SlipwayException From(SqliteException exception, string home, string database) =>
        exception.SqliteErrorCode switch
        {
            SqliteCorrupt or SqliteNotADatabase or SqliteError or SqliteConstraint or SqliteMismatch =>
                DatabaseDamaged(database, exception.Message, exception),
            SqliteFull => DiskFull(home, exception),
            SqliteReadOnly or SqlitePermission => ReadOnly(home, exception),
            SqliteBusy or SqliteLocked => InUse(database, exception),
            _ => new SlipwayException(
                new Diagnostic(
                    StoreCodes.DatabaseFailed,
                    $"{database}: {exception.Message}",
                    "Check the disk and the permissions of the store's folder."),
                exception),
        };

    public static SlipwayException DatabaseDamaged(string database, string what, Exception? exception = null) => new(
        new Diagnostic(
            StoreCodes.DatabaseDamaged,
            $"{database} is damaged: {what}",
            $"Move it away (mv {database} {database}.damaged): images are built again when they are needed, and "
            + "'slipway gc' removes what is left of the old ones."),
        exception);

    public static SlipwayException NotAlone(string home, string what, string command) => new(
        new Diagnostic(
            StoreCodes.NotAlone,
            $"The store in {home} is not this user's alone: {what}",
            $"If nobody else was meant to write there: {command} (as root when this user may not), "
            + $"or set SLIPWAY_HOME to a folder of your own. If it was: set {StoreOptions.SharedVariable}=1, "
            + "and whoever can write there is trusted with every image."));

    public static SlipwayException Elsewhere(string path, string what) => new(
        new Diagnostic(
            StoreCodes.Elsewhere,
            $"{path} is {what}, where the store keeps what is its own",
            $"Remove it, and put back what belongs there. A store moves as a whole: set SLIPWAY_HOME."));

    public static SlipwayException BlobDamaged(
        Sha256Digest blob, string path, string what, Exception? exception = null) =>
        new(
            new Diagnostic(
                StoreCodes.BlobDamaged,
                $"The blob {blob.ToOciString()} {what} ({path})",
                "Build the image anew with 'slipway build --force <image>', "
                + "and look for more damage with 'slipway fsck'."),
            exception);

    public static SlipwayException SecretDamaged(string path, int size) => new(
        new Diagnostic(
            StoreCodes.SecretDamaged,
            $"The store's secret {path} has {size} bytes, not {StorePaths.SecretSize}",
            "Put it back from a backup, or run 'slipway fsck --repair' for a new one: cache mounts then begin empty, "
            + "and the values of build secrets that were handed over before are no longer recognised."));

    public static SlipwayException SecretReplaced(long count) => new(
        new Diagnostic(
            StoreCodes.SecretReplaced,
            $"The store's secret is another than the one by which {count} values of build secrets were remembered, "
            + "so they would not be recognised in an image",
            "Put the secret back from a backup, or clear what the engine remembers of builds (docker builder prune, "
            + "buildah rmi --prune) and run 'slipway fsck --repair', which forgets the values."));

    public static SlipwayException FingerprintDamaged(string secret) => new(
        new Diagnostic(
            StoreCodes.DatabaseDamaged,
            $"What the database keeps about a value of the build secret '{secret}' is damaged",
            "Clear what the engine remembers of builds (docker builder prune, buildah rmi --prune), "
            + $"and run 'slipway gc --forget-secret {secret}'."));
}
