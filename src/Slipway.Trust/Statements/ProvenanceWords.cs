namespace Slipway.Trust.Statements;

/// <summary>The words of a statement.</summary>
/// <remarks>
/// https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/statement.md and https://slsa.dev/spec/v1.0/provenance.
/// </remarks>
public static class ProvenanceWords
{
    public const string StatementType = "https://in-toto.io/Statement/v1";
    public const string PredicateType = "https://slsa.dev/provenance/v1";

    /// <summary>What the external parameters of the predicate mean: docs/trust.md says it.</summary>
    public const string BuildType = "slipway:build/v1";

    /// <summary>The builder where none is configured.</summary>
    public const string LocalBuilder = "slipway:builder/local";

    internal const string Sha256 = "sha256";
    internal const string Commit = "gitCommit";
    internal const string Annotations = "annotations";
    internal const string Changed = "slipway:changed";

    // The beginnings of the addresses of dependencies, by which they are told apart.
    internal const string InputsAddress = "slipway:inputs/";
    internal const string ParentAddress = "slipway:image/";
    internal const string ExternalAddress = "docker://";
    internal const string SourceAddress = "git+";
}
