using System.Collections.Immutable;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Store;

namespace Slipway.Contracts;

/// <summary>Builds as their records have them, and the entries that they insert.</summary>
internal static class TestBuild
{
    /// <summary>The record of a build that made an image.</summary>
    public static BuildRecord Record(
        InputsDigest digest,
        ImageHash? imageHash,
        DateTimeOffset when,
        int level = 1,
        string image = "base",
        string? pullRequest = null) =>
        new()
        {
            Id = BuildId.New(),
            Image = ImageName.Parse(image),
            Digest = digest,
            InputsManifest = Sha256Digest.Of("inputs"u8),
            Level = Level.From(level),
            PullRequest = pullRequest,
            PushDate = when,
            Started = when,
            Finished = when,
            Result = imageHash is null ? BuildResult.Failed : BuildResult.Succeeded,
            ImageHash = imageHash,
            Engine = "docker 20.10.24",
        };

    /// <summary>The entry that a build inserts.</summary>
    public static IndexEntry Entry(string ns, BuildRecord record, DateTimeOffset expires) => new(
        IndexNamespace.Parse(ns),
        record.Id,
        record.PushDate.ToUnixTimeSeconds(),
        expires,
        ImmutableSortedDictionary<string, string>.Empty
            .Add(IndexData.BuiltAt, IndexData.Moment(record.Finished))
            .Add(IndexData.Digest, record.Digest.ToString())
            .Add(IndexData.ImageHash, record.ImageHash.ToString()!)
            .Add(IndexData.Scope, record.Scope.Text)
            .Add(IndexData.Image, record.Image.Value));

    /// <summary>Keeps the record of a build, and indexes it.</summary>
    public static async Task<IndexEntry> IndexAsync(
        EmbeddedStore store, string ns, BuildRecord record, DateTimeOffset expires)
    {
        await store.Builds.AddAsync(record, CancellationToken.None);
        return await store.Index.InsertAsync(Entry(ns, record, expires), CancellationToken.None);
    }
}
