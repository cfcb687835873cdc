using System.Text;
using Slipway.Model.Builds;
using Slipway.Model.Values;

namespace Slipway.Store.Tests.Builds;

public sealed class BuildRecordsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public BuildRecordsTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_comes_back_as_it_was()
    {
        var full = Record(0) with
        {
            Project = "mozilla-central", Revision = "abc", ImageHash = ImageHash.Of("image"u8), Size = 1L << 40,
            Reason = BuildReason.Forced,
        };
        var bare = Record(1) with { Result = BuildResult.Failed };
        await _store.Builds.AddAsync(full, Cancel);
        await _store.Builds.AddAsync(bare, Cancel);

        Assert.Equal(full, await _store.Builds.FindAsync(full.Id, Cancel));
        Assert.Equal(bare, await _store.Builds.FindAsync(bare.Id, Cancel));
        Assert.Null(await _store.Builds.FindAsync(BuildId.New(), Cancel));
    }

    [Fact]
    public async Task The_newest_builds_of_an_image_come_first()
    {
        var records = Enumerable.Range(0, 5).Select(Record).ToList();
        foreach (var record in records)
        {
            await _store.Builds.AddAsync(record, Cancel);
        }

        await _store.Builds.AddAsync(Record(9) with { Image = ImageName.Parse("other") }, Cancel);

        var listed = await _store.Builds.ListAsync(ImageName.Parse("base"), 3, Cancel);

        Assert.Equal([records[4], records[3], records[2]], listed);
    }

    [Fact]
    public async Task Builds_are_found_by_the_first_digits_of_their_digest()
    {
        var one = Record(1) with { Digest = InputsDigest.Parse("abc1" + new string('0', 60)) };
        var two = Record(2) with
        {
            Digest = InputsDigest.Parse("abc2" + new string('0', 60)),
            Image = ImageName.Parse("other"),
        };
        await _store.Builds.AddAsync(one, Cancel);
        await _store.Builds.AddAsync(two, Cancel);

        Assert.Equal([two, one], await _store.Builds.ListByDigestAsync("abc", 10, Cancel));
        Assert.Equal([two], await _store.Builds.ListByDigestAsync("abc", 1, Cancel));
        Assert.Equal([one], await _store.Builds.ListByDigestAsync("ABC1", 10, Cancel));
        Assert.Equal([one], await _store.Builds.ListByDigestAsync(one.Digest.ToString(), 10, Cancel));
        Assert.Empty(await _store.Builds.ListByDigestAsync("abd", 10, Cancel));
    }

    [Fact]
    public void A_log_can_be_read_while_it_is_written_and_afterwards()
    {
        var id = BuildId.New();
        using (var log = _store.Builds.CreateLog(id))
        {
            log.Write("step 1\n"u8);
            log.Flush();
            Assert.Equal("step 1\n", Read(id));
            log.Write("step 2\n"u8);
        }

        Assert.Equal("step 1\nstep 2\n", Read(id));
        Assert.Null(_store.Builds.OpenLog(BuildId.New()));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private string Read(BuildId id)
    {
        using var reader = new StreamReader(_store.Builds.OpenLog(id)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static BuildRecord Record(int minute) => new()
    {
        Id = BuildId.New(),
        Image = ImageName.Parse("base"),
        Digest = InputsDigest.Of("digest"u8),
        InputsManifest = Sha256Digest.Of("inputs"u8),
        Level = Level.From(3),
        PushDate = DateTimeOffset.UnixEpoch.AddYears(56),
        Started = DateTimeOffset.UnixEpoch.AddYears(56).AddMinutes(minute),
        Finished = DateTimeOffset.UnixEpoch.AddYears(56).AddMinutes(minute + 1),
        Result = BuildResult.Succeeded,
        Engine = "docker 20.10.24",
    };
}
