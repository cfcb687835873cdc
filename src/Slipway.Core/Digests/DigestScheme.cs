namespace Slipway.Core.Digests;

/// <summary>How contexts and digests are computed (design, sections 4 and 5).</summary>
public enum DigestScheme
{
    /// <summary>Slipway's own: modes folded to 644 and 755, links kept, <c>.dockerignore</c> honoured.</summary>
    Slipway,

    /// <summary>Byte-compatible with taskgraph.</summary>
    Taskgraph,
}
