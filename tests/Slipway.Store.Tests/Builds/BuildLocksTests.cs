using Slipway.Model.Values;
using Slipway.Store.Tests.Support;

namespace Slipway.Store.Tests.Builds;

public sealed class BuildLocksTests : IDisposable
{
    private static readonly InputsDigest Digest = InputsDigest.Of("a"u8);

    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public BuildLocksTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lock_excludes_within_one_process_and_says_once_that_it_waits()
    {
        int waits = 0;
        var waiting = new TaskCompletionSource();
        var first = await _store.Locks.AcquireAsync(Digest, () => waits += 100, Cancel);
        var second = _store.Locks.AcquireAsync(
            Digest,
            () =>
            {
                waits++;
                waiting.SetResult();
            },
            Cancel);
        await waiting.Task.WaitAsync(Cancel);
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
        Assert.Equal(1, waits);
    }

    [Fact]
    public async Task Locks_of_different_digests_do_not_exclude_each_other()
    {
        using var first = await _store.Locks.AcquireAsync(Digest, null, Cancel);
        using var second = await _store.Locks.AcquireAsync(
            InputsDigest.Of("b"u8), () => Assert.Fail("It waited."), Cancel);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var held = await _store.Locks.AcquireAsync(Digest, null, Cancel);
        int waits = 0;
        using var cancel = new CancellationTokenSource(100);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _store.Locks.AcquireAsync(Digest, () => waits++, cancel.Token));

        Assert.Equal(1, waits);
    }

    [Fact]
    public async Task A_lock_of_another_process_excludes_until_that_process_is_killed()
    {
        using var child = ChildProcess.Start("lock", _folder.Home, Digest.ToString());
        Assert.Equal("held", await child.StandardOutput.ReadLineAsync(Cancel));
        var waiting = new TaskCompletionSource();
        var acquiring = _store.Locks.AcquireAsync(Digest, waiting.SetResult, Cancel);
        await waiting.Task.WaitAsync(Cancel);
        Assert.False(acquiring.IsCompleted);

        child.Kill();

        (await acquiring.WaitAsync(TimeSpan.FromSeconds(10), Cancel)).Dispose();
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
