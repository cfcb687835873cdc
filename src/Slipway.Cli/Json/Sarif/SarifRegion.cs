namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.30: by line and column, or by bytes.</summary>
internal sealed record SarifRegion
{
    public int? StartLine { get; init; }

    public int? StartColumn { get; init; }

    public int? ByteOffset { get; init; }

    public int? ByteLength { get; init; }
}
