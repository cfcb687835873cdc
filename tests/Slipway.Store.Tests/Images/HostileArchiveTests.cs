using System.Formats.Tar;
using System.Text;
using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Store.Tests.Images;

public sealed class HostileArchiveTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public HostileArchiveTests() => _store = _folder.Open(options => options with
    {
        MaximumLayerSize = 1 << 20,
        MaximumExpandedSize = 3 << 20,
    });

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a/../b")]
    [InlineData("")]
    public Task A_name_that_leads_outside_is_refused(string name) => AssertRefusedAsync(
        [.. Header(name, 0, '0'), .. TestImage.Small.PodmanArchive()], ArchiveCodes.Refused);

    [Theory]
    [InlineData('2', "a/layer.tar", "../../../etc/shadow")]
    [InlineData('2', "a/layer.tar", "/etc/shadow")]
    [InlineData('1', "a/layer.tar", "../x")]
    public Task A_link_that_leads_outside_is_refused(char type, string name, string target) => AssertRefusedAsync(
        [.. Header(name, 0, type, target), .. TestImage.Small.PodmanArchive()], ArchiveCodes.Refused);

    [Theory]
    [InlineData('3')]
    [InlineData('4')]
    [InlineData('6')]
    [InlineData('S')]
    public Task A_device_a_fifo_or_a_sparse_file_is_refused(char type) => AssertRefusedAsync(
        [.. Header("thing", 0, type), .. TestImage.Small.PodmanArchive()], ArchiveCodes.Refused);

    [Fact]
    public Task A_manifest_of_a_gigabyte_is_refused_before_it_is_read() =>
        AssertRefusedAsync(Header("manifest.json", 1 << 30, '0'), ArchiveCodes.TooLarge);

    [Fact]
    public Task An_extended_header_of_a_gigabyte_is_refused_before_it_is_read() =>
        AssertRefusedAsync(Header("x", 1 << 30, 'x'), ArchiveCodes.TooLarge);

    [Fact]
    public Task A_size_beyond_every_disk_is_refused() =>
        AssertRefusedAsync(Header("a.tar", long.MaxValue, '0'), ArchiveCodes.TooLarge);

    [Fact]
    public Task A_negative_size_is_refused()
    {
        byte[] header = Header("a.tar", 0, '0');
        header.AsSpan(124, 12).Fill(0xff);
        return AssertRefusedAsync(Sum(header), ArchiveCodes.Refused);
    }

    [Fact]
    public Task A_negative_size_in_an_extended_header_is_refused()
    {
        byte[] record = "11 size=-5\n"u8.ToArray();
        byte[] padded = [.. record, .. new byte[512 - record.Length]];
        return AssertRefusedAsync([.. Header("x", record.Length, 'x'), .. padded], ArchiveCodes.Refused);
    }

    [Theory]
    [InlineData("99999999999 path=a\n")]
    [InlineData("0 path=a\n")]
    [InlineData("nonsense")]
    [InlineData("-3 path=a\n")]
    public Task An_extended_header_that_lies_about_its_length_is_refused(string record)
    {
        byte[] padded = [.. Encoding.ASCII.GetBytes(record), .. new byte[512 - record.Length]];
        return AssertRefusedAsync([.. Header("x", record.Length, 'x'), .. padded], ArchiveCodes.Damaged);
    }

    [Fact]
    public Task A_name_that_comes_twice_is_refused() => AssertRefusedAsync(
        TestImage.Tar(tar =>
        {
            TestImage.File(tar, "manifest.json", "[]"u8.ToArray());
            TestImage.File(tar, "manifest.json", "[]"u8.ToArray());
        }),
        ArchiveCodes.Refused);

    [Fact]
    public Task More_entries_than_any_image_has_are_refused() => AssertRefusedAsync(
        TestImage.Tar(tar =>
        {
            for (int i = 0; i < 10_001; i++)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, $"d{i}/"));
            }
        }),
        ArchiveCodes.Refused);

    [Fact]
    public Task A_layer_that_expands_without_bound_is_refused_at_the_limit()
    {
        byte[] bomb = TestImage.Gzip(new byte[8 << 20]);
        return AssertRefusedAsync(
            TestImage.Tar(tar => TestImage.File(tar, $"blobs/sha256/{Sha256Digest.Of(bomb)}", bomb)),
            ArchiveCodes.TooLarge);
    }

    [Fact]
    public async Task Layers_that_together_expand_without_bound_are_refused_at_the_limit()
    {
        var failure = await Assert.ThrowsAsync<SlipwayException>(() => TestImage.Small.PutAsync(
            _store,
            TestImage.Tar(tar =>
            {
                for (int i = 0; i < 4; i++)
                {
                    byte[] layer = new byte[(1 << 20) - i];
                    layer[0] = 1;
                    byte[] bomb = TestImage.Gzip(layer);
                    TestImage.File(tar, $"blobs/sha256/{Sha256Digest.Of(bomb)}", bomb);
                }
            })));

        Assert.Equal(ArchiveCodes.TooLarge, failure.Diagnostics[0].Code);
        Assert.Contains("together", failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Snapshot());
    }

    [Fact]
    public Task Layers_that_nobody_expects_are_refused_when_they_are_many() => AssertRefusedAsync(
        TestImage.Tar(tar =>
        {
            for (int i = 0; i < 128; i++)
            {
                byte[] layer = TestImage.Layer($"other{i}", 10);
                TestImage.File(tar, $"blobs/sha256/{Sha256Digest.Of([.. layer, 1])}", layer);
            }
        }),
        ArchiveCodes.Refused);

    [Fact]
    public Task A_layer_larger_than_allowed_is_refused() => AssertRefusedAsync(
        new TestImage(new byte[2 << 20]).PodmanArchive(), ArchiveCodes.TooLarge);

    [Fact]
    public Task A_manifest_that_names_no_image_is_of_another_than_was_asked_for() =>
        AssertManifestRefusedAsync("[]", ArchiveCodes.OtherImage);

    [Theory]
    [InlineData("{}")]
    [InlineData("[{\"Config\":1,\"Layers\":[]}]")]
    [InlineData("[{}]")]
    [InlineData("[")]
    [InlineData("null")]
    public Task A_manifest_of_another_shape_is_refused(string manifest) =>
        AssertManifestRefusedAsync(manifest, ArchiveCodes.Damaged);

    [Fact]
    public Task What_is_no_tar_is_refused() => AssertRefusedAsync(
        [.. Enumerable.Repeat((byte)'x', 2048)], ArchiveCodes.Damaged);

    [Fact]
    public async Task A_name_in_a_message_cannot_move_the_cursor()
    {
        var failure = await Assert.ThrowsAsync<SlipwayException>(() =>
            TestImage.Small.PutAsync(_store, Header("../\u001b[2J", 0, '0')));

        Assert.DoesNotContain('\u001b', failure.Diagnostics[0].Message);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static byte[] Header(string name, long size, char type, string target = "")
    {
        var block = new byte[512];
        Encoding.UTF8.GetBytes(name, block);
        block[124] = 0x80;
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(block.AsSpan(128), size);
        block[156] = (byte)type;
        Encoding.UTF8.GetBytes(target, block.AsSpan(157));
        "ustar\u000000"u8.CopyTo(block.AsSpan(257));
        return Sum(block);
    }

    private static byte[] Sum(byte[] block)
    {
        block.AsSpan(148, 8).Fill((byte)' ');
        int sum = block.Sum(value => value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(7, '0'), block.AsSpan(148));
        block[155] = 0;
        return block;
    }

    private Task AssertManifestRefusedAsync(string manifest, DiagnosticCode code)
    {
        var image = TestImage.Small;
        byte[] archive = TestImage.Tar(tar =>
        {
            foreach (byte[] layer in image.Layers)
            {
                TestImage.File(tar, $"{Sha256Digest.Of(layer)}.tar", layer);
            }

            TestImage.File(tar, $"{image.Hash}.json", image.Config);
            TestImage.File(tar, "manifest.json", Encoding.UTF8.GetBytes(manifest));
        });

        return AssertRefusedAsync(archive, code);
    }

    private async Task AssertRefusedAsync(byte[] archive, DiagnosticCode code)
    {
        var failure = await Assert.ThrowsAsync<SlipwayException>(() => TestImage.Small.PutAsync(_store, archive));
        Assert.Equal(code, failure.Diagnostics[0].Code);
        Assert.Empty(_folder.Snapshot());
    }
}
