namespace Slipway.Cli.Json;

/// <summary>What came of judging a chain, as <c>trust verify --json</c> gives it.</summary>
/// <param name="Verdict">accepted or refused.</param>
/// <param name="Rule">The first rule that does not hold, such as 4.5.</param>
/// <param name="Reason">What does not hold, in one sentence.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Links">Every task on the chain.</param>
/// <param name="Notes">What does not decide, but deserves a look.</param>
/// <param name="NotHashed">Artifacts whose bytes were not at hand, and what they have to hash to.</param>
internal sealed record TrustDocument(
    string Verdict,
    string? Rule,
    string? Reason,
    string? Remedy,
    IReadOnlyList<TrustLinkDocument> Links,
    IReadOnlyList<string> Notes,
    IReadOnlyList<TrustArtifactDocument> NotHashed);

internal sealed record TrustLinkDocument(
    string Name, string TaskId, string? Title, string Type, string Worker, IReadOnlyList<TrustCheckDocument> Checks);

/// <param name="State">ok, failed or not checked.</param>
internal sealed record TrustCheckDocument(string Rule, string State, string Text);

internal sealed record TrustArtifactDocument(
    string TaskId, string Artifact, IReadOnlyDictionary<string, string> Hashes);

/// <summary>A rule, as <c>trust verify --explain --json</c> gives it.</summary>
internal sealed record TrustRuleDocument(string Rule, string Title, string Meaning, string Remedy);

/// <summary>What a policy says, as <c>trust check --json</c> gives it.</summary>
/// <param name="Trust">By level: require, warn or off.</param>
/// <param name="Keys">By kind of worker, how many keys.</param>
/// <param name="Signers">By name, the highest level for which each key that signs statements speaks; 3 for all.</param>
/// <param name="Repositories">How many rules tell which addresses are which repository.</param>
/// <param name="Images">How many images of registries are allowed.</param>
internal sealed record TrustPolicyDocument(
    string Policy,
    IReadOnlyDictionary<string, string> Trust,
    IReadOnlyDictionary<string, int> Keys,
    IReadOnlyDictionary<string, int> Signers,
    int Repositories,
    int Images,
    string? InForce);

/// <summary>The verdicts on all images of a tree, as <c>trust verify --all --json</c> gives them.</summary>
/// <param name="Verdict">accepted when all that are found are.</param>
/// <param name="Missing">The images of which nothing is in the index.</param>
internal sealed record TrustListDocument(
    string Verdict, IReadOnlyList<TrustImageDocument> Images, IReadOnlyList<string> Missing);

/// <param name="TaskId">The task that built it; null for one that is judged by its statements.</param>
/// <param name="Trust">Null when it could not be judged, for which <c>Problem</c> is the reason.</param>
internal sealed record TrustImageDocument(
    string Image, string? TaskId, TrustDocument? Trust, DiagnosticDocument? Problem);

/// <summary>A key that was made, as <c>trust keygen --json</c> gives it.</summary>
/// <param name="Key">The public key as a policy lists it under <c>signers</c>.</param>
/// <param name="WorkerKey">As it is listed for workers; null for keys that are not Ed25519.</param>
internal sealed record KeyDocument(
    string Algorithm, string PrivateFile, string PublicFile, string Key, string? WorkerKey);

/// <summary>An image that was signed, as <c>trust attest --json</c> gives it.</summary>
/// <param name="Digest">SHA-256 of its config in the store, of its manifest in a registry.</param>
/// <param name="IsNew">Whether it was signed now; else it was before, and the statement says the same.</param>
internal sealed record AttestedDocument(string Image, string Digest, bool IsNew, bool IsLaid);
