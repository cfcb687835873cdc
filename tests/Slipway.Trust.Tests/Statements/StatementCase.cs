using System.Collections.Immutable;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Trust.Keys;
using Slipway.Trust.Policies;
using Slipway.Trust.Statements;
using Slipway.Trust.Verdicts;

namespace Slipway.Trust.Tests.Statements;

/// <summary>Statements as Slipway signs them, and somebody who has them.</summary>
internal sealed class StatementCase : IStatementSource
{
    public static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<Sha256Digest, List<ReadOnlyMemory<byte>>> _statements = [];

    public SigningKey Key { get; } = SigningKey.Create(SigningAlgorithm.EcdsaP256);

    public static Provenance Says(string image = "app", params (string Name, ImageHash Hash)[] parents) => new()
    {
        Subjects =
        [
            new StatementSubject($"{image} manifest", HashOf($"{image} manifest").Sha256),
            new StatementSubject($"{image} config", HashOf(image).Sha256),
        ],
        Image = ImageName.Parse(image),
        Digest = InputsDigest.Of("inputs"u8),
        Inputs = Sha256Digest.Of("manifest"u8),
        Level = Level.Highest,
        Project = "main",
        Revision = new string('a', 40),
        Source = "https://example.org/tree",
        Parents = parents.ToImmutableSortedDictionary(
            parent => parent.Name, parent => parent.Hash, StringComparer.Ordinal),
        Externals = Provenance.NoImages.Add("busybox:1.36", ImageHash.Of("busybox"u8)),
        Builder = "https://ci.example.org/release",
        Build = BuildId.Parse("HAz8620TRyqM8D7V1yXEIw"),
        Engine = "docker 20.10.24",
        Started = Now.AddMinutes(-2),
        Finished = Now.AddMinutes(-1),
    };

    public static ImageHash HashOf(string image) => ImageHash.Of(System.Text.Encoding.UTF8.GetBytes(image));

    public static SigstoreBundle Sign(ReadOnlyMemory<byte> payload, SigningKey key) =>
        new(payload, key.Sign(Dsse.Encode(Dsse.StatementType, payload.Span)), key.Key.Hint);

    /// <summary>Lays a statement beside the image that it is about.</summary>
    public StatementCase Add(Provenance says, SigningKey? key = null) =>
        Add(HashOf(says.Image.Value).Sha256, Sign(ProvenanceWriter.Write(says), key ?? Key).ToBytes());

    public StatementCase Add(Sha256Digest subject, ReadOnlyMemory<byte> bundle)
    {
        if (!_statements.TryGetValue(subject, out var known))
        {
            _statements[subject] = known = [];
        }

        known.Add(bundle);
        return this;
    }

    public Task<TrustVerdict> JudgeAsync(
        Func<StatementTarget, StatementTarget>? ask = null,
        Func<Signer, Signer>? signer = null,
        Func<ChainPolicy, ChainPolicy>? policy = null)
    {
        var whom = new Signer("release", Key.Key);
        var whole = new ChainPolicy { Signers = [signer?.Invoke(whom) ?? whom] };
        var target = new StatementTarget("app", HashOf("app").Sha256);
        return new StatementVerifier(this, policy?.Invoke(whole) ?? whole, Now).VerifyAsync(
            ask?.Invoke(target) ?? target, TestContext.Current.CancellationToken);
    }

    public Task<ImmutableArray<ReadOnlyMemory<byte>>> FindAsync(
        Sha256Digest subject, CancellationToken cancellationToken) =>
        Task.FromResult(_statements.GetValueOrDefault(subject)?.ToImmutableArray() ?? []);
}
