using Slipway.Model.Diagnostics;
using Slipway.Store.Errors;

namespace Slipway.Store.Database;

/// <summary>The file of the database, before SQLite gets it.</summary>
internal static class DatabaseFile
{
    /// <summary>
    /// Bytes of the header of a database: https://www.sqlite.org/fileformat2.html#the_database_header
    /// </summary>
    private const int HeaderSize = 100;

    /// <summary>Whether there is a database.</summary>
    /// <exception cref="SlipwayException">There is something that cannot be one.</exception>
    public static bool IsThere(string path) => new FileInfo(path) switch
    {
        // An empty one is what is left when the disk was full at the first write.
        { Exists: false } or { Length: 0 } => false,
        // SQLite takes a beginning for an empty database, and writes over it.
        { Length: < HeaderSize and var size } => throw StoreErrors.DatabaseDamaged(path, $"it has {size} bytes"),
        _ => true,
    };
}
