using Slipway.Model.Diagnostics;

namespace Slipway.Store.Errors;

/// <summary>What can be wrong with a store, or with what is put into it (<c>docs/errors/14-store.md</c>).</summary>
public static class StoreCodes
{
    public static readonly DiagnosticCode ReadOnly =
        new(1401, "The store cannot be written", ExitCode.Failed);

    public static readonly DiagnosticCode TooNew =
        new(1402, "The store was written by a newer Slipway", ExitCode.Failed);

    public static readonly DiagnosticCode DatabaseDamaged =
        new(1403, "The store's database is damaged", ExitCode.Failed);

    public static readonly DiagnosticCode DatabaseFailed =
        new(1404, "The store's database cannot be used", ExitCode.Failed);

    public static readonly DiagnosticCode DiskFull =
        new(1405, "The disk of the store is full", ExitCode.Failed);

    public static readonly DiagnosticCode FileFailed =
        new(1406, "A file of the store cannot be read or written", ExitCode.Failed);

    public static readonly DiagnosticCode InUse =
        new(1407, "The store is in use", ExitCode.Failed);

    public static readonly DiagnosticCode NoHome =
        new(1408, "There is no place for the store", ExitCode.Usage);

    public static readonly DiagnosticCode BlobDamaged =
        new(1420, "A blob of the store is missing or damaged", ExitCode.CheckFailed);

    public static readonly DiagnosticCode NotAlone =
        new(1431, "Others can write the store", ExitCode.Failed);

    public static readonly DiagnosticCode Elsewhere =
        new(1432, "A part of the store is elsewhere, or is something else", ExitCode.Failed);

    public static readonly DiagnosticCode SecretDamaged =
        new(1430, "The store's secret is damaged", ExitCode.Failed);

    public static readonly DiagnosticCode SecretReplaced =
        new(1433, "The store's secret was replaced", ExitCode.Failed);
}
