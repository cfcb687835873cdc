namespace Slipway.Model.Streams;

/// <summary>What compressed content may expand to.</summary>
/// <param name="Free">Bytes that are allowed however few there were before.</param>
/// <param name="Ratio">How many times as many bytes are allowed beyond that.</param>
public readonly record struct ExpansionLimit(long Free, int Ratio)
{
    /// <summary>
    /// The variable by which the owner of a machine allows more: a whole number of GiB for <see cref="Free"/>.
    /// </summary>
    /// <remarks>Not a key of slipway.yml: a tree must not decide what fills a machine's disk.</remarks>
    public const string Variable = "SLIPWAY_EXPANSION_GIB";

    /// <summary>
    /// 4 GiB, and 200 times beyond: software seldom shrinks to a tenth, and gzip makes of zeros a thousandth.
    /// </summary>
    public static ExpansionLimit Default { get; } = new(4L << 30, 200);

    /// <summary>Bytes that so many compressed ones may become.</summary>
    public long For(long packed) => Math.Max(Free, packed * Ratio);
}
